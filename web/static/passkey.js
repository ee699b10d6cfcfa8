/* Passkeys: the browser asks the authenticator, the desk checks what it signed. Without this there is the password. */
(function () {
  'use strict';
  var section = document.getElementById('by-passkey'), knob = section && section.querySelector('button'), say = section && section.querySelector('.say');

  function bytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = Array.prototype.map.call(new Uint8Array(buffer), function (code) { return String.fromCharCode(code); }).join('');
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }

  function read(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) { options.user.id = bytes(options.user.id); }
    ['excludeCredentials', 'allowCredentials'].forEach(function (name) {
      (options[name] || []).forEach(function (one) { one.id = bytes(one.id); });
    });
    return options;
  }

  function written(made) {
    var answer = {};
    ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (made.response[name]) { answer[name] = text(made.response[name]); }
    });
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: answer, clientExtensionResults: {} });
  }

  function post(address, fields) {
    var body = new URLSearchParams(fields);
    if (knob.dataset.csrf) { body.set('csrf', knob.dataset.csrf); }
    return fetch(address, { method: 'POST', body: body, credentials: 'same-origin' });
  }

  async function go() {
    say.hidden = true;
    try {
      var options = read(await (await post(knob.dataset.options, {})).json());
      var made = await navigator.credentials[knob.dataset.way]({ publicKey: options });
      var reply = await (await post(knob.dataset.finish, { credential: written(made) })).json();
      if (reply.go) { location.href = reply.go; return; }
      say.textContent = reply.say;
    } catch (e) {
      say.textContent = 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal, oder nehmen Sie Passwort und Code.';
    }
    say.hidden = false;
  }

  if (section && window.PublicKeyCredential) {
    section.hidden = false;
    knob.addEventListener('click', go);
  }
}());
