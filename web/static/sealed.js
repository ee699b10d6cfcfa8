/* The key stands behind the # of the address: no browser sends it, so only who has the link can read. */
(function () {
  'use strict';
  var form = document.getElementById('open'), say = document.getElementById('say');
  if (!form) { return; }

  function bytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function no(text) { say.textContent = text; say.hidden = false; }

  async function open(event) {
    event.preventDefault();
    say.hidden = true;
    try {
      var reply = await fetch(form.dataset.address, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin' });
      var told = await reply.json();
      if (!told.sealed) { no(told.say); return; }
      var sealed = bytes(told.sealed);
      var key = await crypto.subtle.importKey('raw', bytes(location.hash.slice(1)), 'AES-GCM', false, ['decrypt']);
      var plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.slice(0, 12) }, key, sealed.slice(12));
      var words = document.getElementById('words');
      window.fillWords(words, new TextDecoder().decode(plain));
      words.hidden = false;
      document.getElementById('answer').hidden = false;
      form.hidden = true;
      words.focus();
    } catch (e) {
      no(form.dataset.gone);
    }
  }

  form.addEventListener('submit', open);
}());
