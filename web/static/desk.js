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
    var was = before && before.dataset, now;
    live.innerHTML = next.innerHTML;
    now = document.getElementById('state');
    if (!was || !now) { return; }
    if (was.state !== now.dataset.state) {
      if (!box || !box.value) { location.reload(); return; }
      if (newer) { newer.textContent = 'Der Stand des Falls hat sich geändert. Bitte laden Sie die Seite neu; kopieren Sie vorher Ihren Text.'; newer.hidden = false; }
    } else if (was.newest !== now.dataset.newest) {
      /* What is on the screen counts as seen: the notice stands right above the button. */
      if (document.getElementById('seen')) { document.getElementById('seen').value = now.dataset.newest; }
      if (newer) { newer.hidden = false; }
    }
    if (focused) { live.focus(); }
  }

  function listen() {
    if (!window.EventSource || !live.dataset.events) { return; }
    source = new EventSource(live.dataset.events);
    source.onmessage = refresh;
    source.onerror = function () { source.close(); setTimeout(listen, 10000); };
  }

  restore();
  if (say) { say.focus(); }
  Array.prototype.forEach.call(document.querySelectorAll('.copy'), function (field) {
    field.addEventListener('focus', function () { field.select(); });
  });
  if (live) {
    live.tabIndex = -1;
    setInterval(refresh, 1000 * Number(live.dataset.every || 30));
    document.addEventListener('visibilitychange', refresh);
    listen();
  }
}());
