/* The desk works without this. With it, what is shown stays current and nothing typed is lost. */
(function () {
  'use strict';
  var live = document.getElementById('live'), box = document.getElementById('words'), say = document.getElementById('say');
  var key = 'answer ' + location.pathname, source = null, busy = false;

  function restore() {
    if (!box) { return; }
    try {
      if (!box.value && !say && sessionStorage.getItem(key)) { box.value = sessionStorage.getItem(key); }
      box.addEventListener('input', function () { sessionStorage.setItem(key, box.value); });
      box.form.addEventListener('submit', function () { sessionStorage.removeItem(key); });
    } catch (e) { /* no storage, no draft */ }
  }

  async function refresh() {
    if (busy || document.hidden) { return; }
    busy = true;
    try {
      var reply = await fetch(location.pathname + location.search, { credentials: 'same-origin', cache: 'no-store' });
      if (reply.status === 200 && new URL(reply.url).pathname === location.pathname) {
        var fresh = new DOMParser().parseFromString(await reply.text(), 'text/html'), next = fresh.getElementById('live');
        if (next && next.innerHTML !== live.innerHTML) { take(next); }
      }
    } catch (e) { /* the next look may work */ }
    busy = false;
  }

  function take(next) {
    var before = document.getElementById('state'), focused = live.contains(document.activeElement), newer = document.getElementById('newer');
    var was = before && before.dataset, now, at = focused && document.activeElement.getAttribute('href');
    tell(Number(live.dataset.waiting), Number(next.dataset.waiting));
    live.innerHTML = next.innerHTML;
    live.dataset.waiting = next.dataset.waiting || '';
    now = document.getElementById('state');
    if (at) { at = live.querySelector('a[href="' + at + '"]'); }
    if (at) { at.focus(); focused = false; }
    if (!was || !now) { return; }
    if (was.state !== now.dataset.state) {
      if (!box || !box.value) { location.reload(); return; }
      if (newer) { newer.textContent = 'Der Stand des Falls hat sich geändert. Bitte laden Sie die Seite neu; kopieren Sie vorher Ihren Text.'; newer.hidden = false; }
    } else if (was.newest !== now.dataset.newest) {
      /* What is on the screen counts as seen: the notice stands right above the button. */
      Array.prototype.forEach.call(document.querySelectorAll('#seen, .seen'), function (field) { field.value = now.dataset.newest; });
      if (newer) { newer.hidden = false; }
    }
    if (focused) { live.focus(); }
  }

  /* Something waits: how many stands in the title, and where it was allowed the device says so, never what it is. */
  function tell(before, now) {
    if (!(now >= 0)) { return; }
    document.title = (now ? '(' + now + ') ' : '') + document.title.replace(/^\(\d+\) /, '');
    if (now > before && document.hidden && window.Notification && Notification.permission === 'granted') {
      new Notification('KIM-Lotse', { body: 'Es wartet jemand.', tag: 'kim-lotse' });
    }
  }

  function ask() {
    var knob = document.getElementById('notify');
    if (!knob || !window.Notification || Notification.permission !== 'default') { return; }
    knob.hidden = false;
    knob.addEventListener('click', function () { Notification.requestPermission().then(function () { knob.hidden = true; }); });
  }

  /* Keys: j and k walk through the list; on a case r writes, n notes, l reports a gap, u goes back. Not while somebody types. */
  function keys(event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName), links, here, to;
    if (typing || event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key === 'j' || event.key === 'k') {
      links = Array.prototype.slice.call(document.querySelectorAll('.case a'));
      here = links.indexOf(document.activeElement);
      to = links[event.key === 'j' ? here + 1 : Math.max(here - 1, 0)];
    } else if (event.key === 'r') {
      to = box;
    } else if (event.key === 'n' && document.getElementById('note')) {
      document.getElementById('note').open = true;
      to = document.getElementById('note-words');
    } else if (event.key === 'l' && document.getElementById('report')) {
      document.getElementById('report').open = true;
      to = document.querySelector('#report .causes button');
    } else if (event.key === 'u' && document.querySelector('.back a')) {
      location.href = document.querySelector('.back a').href;
    }
    if (to) { event.preventDefault(); to.focus(); }
  }

  function listen() {
    if (!window.EventSource || !live.dataset.events) { return; }
    source = new EventSource(live.dataset.events);
    source.onmessage = refresh;
    source.onerror = function () { source.close(); setTimeout(listen, 10000); };
  }

  /* A template goes into the box where the cursor stands; without this the page is loaded with it. */
  function fill() {
    var form = document.getElementById('fill');
    if (!form || !box) { return; }
    form.addEventListener('submit', function (event) {
      var chosen = form.elements.template.selectedOptions[0];
      if (!chosen || !chosen.dataset.words) { return; }
      event.preventDefault();
      box.setRangeText(chosen.dataset.words, box.selectionStart, box.selectionEnd, 'end');
      box.dispatchEvent(new Event('input'));
      form.elements.template.value = '';
      box.focus();
    });
  }

  /* What helped others is sorted at once when a cause is chosen, wherever on the page; without this by its own button. */
  function sort() {
    var list = document.getElementById('path-lines'), wanted;
    async function fetchFor(event) {
      var cause = wanted = event.target.value, reply, next;
      document.getElementById('path-cause').value = cause;
      try {
        reply = await fetch(location.pathname + '?' + new URLSearchParams({ cause: cause }), { credentials: 'same-origin', cache: 'no-store' });
        next = reply.status === 200 && new DOMParser().parseFromString(await reply.text(), 'text/html').getElementById('path-lines');
        if (next && wanted === cause) { list.innerHTML = next.innerHTML; }
      } catch (e) { /* the button sorts, too */ }
    }
    if (!list) { return; }
    Array.prototype.forEach.call(document.querySelectorAll('select.sorts'), function (one) { one.addEventListener('change', fetchFor); });
  }

  restore();
  sort();
  fill();
  ask();
  document.addEventListener('keydown', keys);
  if (say) { say.focus(); }
  Array.prototype.forEach.call(document.querySelectorAll('.copy'), function (field) {
    field.addEventListener('focus', function () { field.select(); });
  });
  if (live) {
    live.tabIndex = -1;
    tell(0, live.dataset.waiting ? Number(live.dataset.waiting) : NaN);
    setInterval(refresh, 1000 * Number(live.dataset.every || 30));
    document.addEventListener('visibilitychange', refresh);
    listen();
  }
}());
