/* The web chat. What is typed is kept until the house has it; what is said comes as lines. Plain ES2017, no libraries. */
(function () {
  'use strict';
  var body = document.body, words = body.dataset, log = document.getElementById('log'), end = document.getElementById('end');
  var box = document.getElementById('text'), banner = document.getElementById('banner'), thinking = document.getElementById('thinking'), soon = 0;
  var page = document.documentElement.lang, stream = null, after = 0, session = false, sending = false;
  var failures = 0, retry = 0, reconnect = 0, polls = 0, gone = false, queue = read('outgoing', []);

  function read(name, otherwise) {
    try { return JSON.parse(sessionStorage.getItem(name)) || otherwise; } catch (e) { return otherwise; }
  }
  function store(name, value) {
    try { sessionStorage.setItem(name, JSON.stringify(value)); } catch (e) { /* private windows may refuse; the page still works */ }
  }
  function newId() {
    var bytes = new Uint8Array(12);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
  }
  function say(text) {
    if (banner.textContent !== text) { banner.textContent = text; }
    banner.hidden = !text;
  }
  function make(tag, name, text) {
    var made = document.createElement(tag);
    if (name) { made.className = name; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  /* Without german.js, which a bad line may have lost, the words stand there all the same. */
  var fill = window.fillWords || function (element, text) { element.textContent = text; };

  /* --- lines */
  function shownText(line) {
    if (line.from !== 'me') { return line.text; }
    return line.text === '/sos' ? words.sos : line.text === '/start' ? words.start : line.text;
  }
  function build(line) {
    var made = make('div', 'line ' + line.from), text = make('div', 'words');
    made.appendChild(make('span', 'who', words[line.from] || ''));
    text.dir = 'auto';
    fill(text, shownText(line));
    made.appendChild(text);
    if (line.buttons && line.buttons.length) {
      var all = make('div', 'buttons');
      line.buttons.forEach(function (buttons) {
        var row = make('div', 'row');
        buttons.forEach(function (one) { row.appendChild(button(one)); });
        all.appendChild(row);
      });
      made.appendChild(all);
    }
    return made;
  }
  function button(one) {
    var made;
    if (one.url && /^(https?|tel|mailto|geo):/i.test(one.url)) {
      made = make('a', 'button', one.label);
      made.href = one.url;
      made.rel = 'noreferrer noopener';
      if (/^http/i.test(one.url)) { made.target = '_blank'; }
    } else {
      made = make('button', 'button', one.label);
      made.type = 'button';
      made.dataset.tap = one.id;
    }
    made.dir = 'auto';
    return made;
  }
  function find(id) { return log.querySelector('[data-id="' + id + '"]'); }
  function place(made, id) {
    var next = end, each = log.querySelectorAll('.line');
    for (var i = each.length - 1; i >= 0 && each[i] !== made; i--) {
      if (each[i].dataset.id && Number(each[i].dataset.id) < id) { break; }
      next = each[i];
    }
    if (made.nextElementSibling !== next) { log.insertBefore(made, next); }
  }
  function kept(made, id) {
    made.dataset.id = id;
    made.classList.remove('pending', 'failed');
    var state = made.querySelector('.state');
    if (state) { state.remove(); }
    place(made, id);
  }
  function show(lines) {
    var first = null, near = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
    lines.forEach(function (line) {
      after = Math.max(after, line.id);
      if (line.replaces) {
        var old = find(line.replaces);
        if (old) { old.remove(); }
      }
      if (find(line.id)) { return; }
      var mine = line.from === 'me' && pendingLike(shownText(line));
      if (mine) { kept(mine, line.id); return; }
      var made = build(line);
      made.dataset.id = line.id;
      place(made, line.id);
      if (line.from !== 'me') { polls = 0; answered(); }
      first = first || made;
    });
    if (first && near) { log.scrollTop = Math.min(log.scrollHeight, first.offsetTop - log.offsetTop - 8); }
  }
  function pendingLike(text) {
    var each = log.querySelectorAll('.pending');
    for (var i = 0; i < each.length; i++) {
      if (each[i].querySelector('.words').textContent === text) { return each[i]; }
    }
    return null;
  }

  /* --- waiting for the answer */
  function expect() {
    clearTimeout(soon);
    soon = setTimeout(function () {
      thinking.hidden = false;
      soon = setTimeout(answered, 10000);
    }, 700);
  }
  function answered() {
    clearTimeout(soon);
    thinking.hidden = true;
  }

  /* --- sending */
  function trouble(error) { say(error.message === words.later ? words.later : words.offline); }
  function post(path, content) {
    return timed(fetch(path, {
      method: 'POST', credentials: 'same-origin', cache: 'no-store',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': page }, body: JSON.stringify(content || {})
    }));
  }
  function get(path) {
    return timed(fetch(path, { credentials: 'same-origin', cache: 'no-store', headers: { 'Accept-Language': page } }));
  }
  function timed(promise) {
    return Promise.race([promise, new Promise(function (_, no) { setTimeout(function () { no(new Error('slow')); }, 20000); })]);
  }
  function pending(item) {
    var made = build({ from: 'me', text: item.label || item.text, buttons: [] });
    made.classList.add('pending');
    made.dataset.client = item.client_id;
    made.appendChild(make('span', 'state', words.sending));
    log.insertBefore(made, end);
    log.scrollTop = log.scrollHeight;
  }
  function enqueue(item, first) {
    item.client_id = newId();
    if (first) { queue.unshift(item); } else { queue.push(item); }
    store('outgoing', queue);
    pending(item);
    clearTimeout(retry);
    /* What is urgent does not wait behind a message that hangs; its id makes sending it twice harmless. */
    if (first && sending) { deliver(item).catch(trouble); } else { pump(); }
  }
  function drop(item) {
    queue = queue.filter(function (one) { return one !== item; });
    store('outgoing', queue);
    var card = log.querySelector('[data-card="' + item.client_id + '"]');
    if (card) { card.remove(); }
  }
  /* The house could not keep it. In danger it says whom to call; that is shown at once, and once. */
  async function notKept(item, reply) {
    var said = await reply.json().catch(function () { return {}; });
    var urgent = said.lines && !log.querySelector('[data-card="' + item.client_id + '"]');
    if (urgent) {
      said.lines.forEach(function (line) {
        var made = build(line);
        made.dataset.card = item.client_id;
        log.insertBefore(made, end);
      });
      log.scrollTop = log.scrollHeight;
    }
    throw new Error(words.later);
  }
  function send(item) {
    return item.button ? post('/chat/api/taps', { button: item.button, client_id: item.client_id })
      : post('/chat/api/messages', { text: item.text, client_id: item.client_id });
  }
  function refused(item, text) {
    var made = log.querySelector('[data-client="' + item.client_id + '"]');
    drop(item);
    if (made) {
      made.classList.remove('pending');
      made.classList.add('failed');
      made.querySelector('.state').textContent = words.failed;
    }
    if (item.text && !box.value && item.text[0] !== '/') { box.value = item.text; }
    say(text);
  }
  /* One try. Gives back how many seconds to wait, 0 when the house has answered. */
  async function deliver(item) {
    var reply = await send(item), made, there, id;
    if (reply.status === 401) {
      if ((await post('/chat/session')).status !== 204) { await notKept(item, reply); }
      reply = await send(item);
    }
    if (reply.status === 503) { await notKept(item, reply); }
    if (reply.status >= 500 || reply.status === 408) { throw new Error('not now'); }
    session = true;
    if (reply.status === 429) {
      say((await reply.json()).say);
      return Number(reply.headers.get('Retry-After')) || 5;
    }
    if (reply.status !== 202) {
      refused(item, (await reply.json()).say);
      return 0;
    }
    id = (await reply.json()).id;
    made = log.querySelector('[data-client="' + item.client_id + '"]');
    there = find(id);
    drop(item);
    if (made && there && made !== there) { made.remove(); } else if (made && !there) { kept(made, id); }
    if (!queue.length) { say(''); }
    if (!there) { expect(); }
    polls = 3;
    return 0;
  }
  async function pump() {
    if (sending || gone || !queue.length) { return; }
    var wait = 0, waits;
    sending = true;
    try {
      /* After "too fast" the next ones are tried too: whoever is in danger is let through. */
      for (var all = queue.slice(), i = 0; i < all.length && !gone; i++) {
        waits = queue.indexOf(all[i]) < 0 ? 0 : await deliver(all[i]);
        wait = Math.max(wait, waits);
        failures = 0;
      }
    } catch (e) {
      failures++;
      wait = Math.min(30, Math.pow(2, Math.min(failures, 5)) / 2);
      trouble(e);
    }
    sending = false;
    connect();
    if (polls) { setTimeout(look, 2500); }
    if (queue.length) {
      clearTimeout(retry);
      retry = setTimeout(pump, (wait || 0.1) * 1000);
    }
  }

  /* --- hearing */
  async function look() {
    if (gone) { return; }
    try {
      var reply = await get('/chat/api/lines?after=' + after), lines;
      if (reply.status === 401) { session = false; return; }
      if (reply.status !== 200) { throw new Error('not now'); }
      session = true;
      lines = (await reply.json()).lines;
      show(lines);
      if (banner.textContent === words.waiting) { say(''); }
      if (lines.length >= 200) { await look(); }
      if (polls && --polls) { setTimeout(look, 4000); }
    } catch (e) {
      if (!queue.length) { say(words.waiting); }
    }
  }
  function connect() {
    if (stream || gone || !session) { return; }
    clearTimeout(reconnect);
    if (!window.EventSource) { reconnect = setTimeout(function () { look().then(connect); }, 4000); return; }
    stream = new EventSource('/chat/api/events?after=' + after);
    stream.onopen = function () { failures = 0; if (banner.textContent === words.waiting) { say(''); } };
    stream.onmessage = function (event) { show(JSON.parse(event.data).lines); };
    stream.onerror = function () {
      stream.close();
      stream = null;
      failures++;
      reconnect = setTimeout(function () { look().then(connect); }, Math.min(30000, 1000 * Math.pow(2, Math.min(failures, 5))));
    };
  }
  function again() {
    if (gone) { return; }
    failures = 0;
    clearTimeout(retry);
    if (stream) { stream.close(); stream = null; }
    look().then(function () { connect(); pump(); });
  }

  /* --- what people do */
  function submit() {
    var text = box.value;
    if (!text.trim()) { box.focus(); return; }
    box.value = '';
    store('draft', '');
    enqueue({ text: text });
    box.focus();
  }
  document.getElementById('talk').addEventListener('submit', function (event) { event.preventDefault(); submit(); });
  box.addEventListener('keydown', function (event) {
    var fingers = window.matchMedia && matchMedia('(pointer: coarse)').matches;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !fingers) { event.preventDefault(); submit(); }
  });
  box.addEventListener('input', function () { store('draft', box.value); });
  document.addEventListener('click', function (event) {
    var pressed = event.target.closest && event.target.closest('button');
    if (!pressed) { return; }
    if (pressed.dataset.tap || pressed.dataset.say) {
      event.preventDefault();
      if (pressed.dataset.rest && Date.now() - Number(pressed.dataset.rest) < 1000) { return; }
      pressed.dataset.rest = Date.now();
      if (pressed.dataset.say) {
        enqueue({ text: pressed.dataset.say, label: pressed.dataset.say === '/sos' ? words.sos : words.start }, pressed.dataset.say === '/sos');
      } else {
        enqueue({ button: pressed.dataset.tap, label: pressed.textContent });
      }
    } else if (pressed.id === 'leave') {
      event.preventDefault();
      leave();
    }
  });
  function forget() {
    gone = true;
    queue = [];
    if (stream) { stream.close(); }
    try { sessionStorage.clear(); } catch (e) { /* nothing was kept then */ }
  }
  function leave() {
    forget();
    body.textContent = '';
    document.title = 'Wetter';
    if (navigator.sendBeacon) { navigator.sendBeacon('/chat/leave'); }
    location.replace(words.elsewhere);
  }
  document.getElementById('clear').addEventListener('submit', forget);
  document.addEventListener('visibilitychange', function () { if (!document.hidden) { again(); } });
  window.addEventListener('online', again);
  window.addEventListener('offline', function () { say(queue.length ? words.offline : words.waiting); });
  window.addEventListener('pageshow', function (event) { if (event.persisted) { location.reload(); } });

  Array.prototype.forEach.call(log.querySelectorAll('.line'), function (line) { after = Math.max(after, Number(line.dataset.id)); });
  queue.forEach(pending);
  if (!box.value) { box.value = read('draft', ''); }
  log.scrollTop = log.scrollHeight;
  look().then(function () { connect(); pump(); });
}());
