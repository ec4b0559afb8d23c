// Shows a notice on this page when its session is signed out, here or anywhere else. No dependencies; nothing inline, so it works under a strict
// Content-Security-Policy. Options on the script element:
//   data-sign-in   where "Sign in again" leads. Default: this page.
//   data-message   the text; {where} and {time} are replaced. Default: English.
//   data-action    the text of the link. Default: Sign in again.
// Pages that want to do it themselves listen for the event "sessionended" on window and call preventDefault().
(function () {
  'use strict';
  var script = document.currentScript;
  var url = script.src.replace(/\.js([?#].*)?$/, '');
  var options = script.dataset;
  var session = null, source = null, channel = null, over = false, leaving = false, wait = 1000;

  // One connection for all tabs of a session: over HTTP/1.1 a browser opens no more than six to one host.
  function start() {
    fetch(url, { method: 'HEAD', credentials: 'same-origin', cache: 'no-store' }).then(function (answer) {
      if (answer.status === 401) return session === null ? undefined : end({});
      if (answer.status !== 204) return later();
      var name = answer.headers.get('Session-Name');
      // Another session in this browser is not the one that this page shows.
      if (session !== null && session !== name) return end({});
      wait = 1000;
      if (session !== null) return listen();
      session = name;
      lead('session-events ' + url + ' ' + session);
    }).catch(later);
  }

  function lead(name) {
    if (window.BroadcastChannel) {
      channel = new BroadcastChannel(name);
      channel.onmessage = function (message) { end(message.data); };
    }
    if (channel && navigator.locks) {
      // Held until the tab closes or the session ends; then the next tab takes over.
      navigator.locks.request(name, function () {
        return over ? undefined : new Promise(function (release) { listen(); window.addEventListener('sessionended', release); });
      });
    } else {
      listen();
    }
  }

  function listen() {
    if (over) return;
    if (source) source.close();
    source = new EventSource(url);
    source.addEventListener('session', function (event) {
      wait = 1000;
      if (JSON.parse(event.data).session !== session) end({});
    });
    source.addEventListener('session-ended', function (event) {
      var news = JSON.parse(event.data);
      if (channel) channel.postMessage(news);
      end(news);
    });
    // A dropped connection comes back by itself. A refused one does not, and does not say why: ask.
    source.onerror = function () { if (source.readyState === EventSource.CLOSED) later(); };
  }

  function later() {
    if (over) return;
    setTimeout(start, wait + Math.random() * wait);
    wait = Math.min(wait * 2, 60000);
  }

  function end(news) {
    if (over) return;
    over = true;
    if (source) source.close();
    if (!window.dispatchEvent(new CustomEvent('sessionended', { detail: news, cancelable: true }))) return;
    // The tab in which somebody just signed out is on its way to a page that says so.
    if (leaving) setTimeout(function () { show(news); }, 3000);
    else show(news);
  }

  function show(news) {
    var time = (news.time ? new Date(news.time) : new Date()).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    var text = options.message || (news.initiatedBy ? 'You were signed out at {where}, {time}.' : 'You were signed out, {time}.');
    var box = document.createElement('div');
    box.id = 'session-ended';
    box.setAttribute('role', 'alert');
    style(box, {
      position: 'fixed', insetInline: '0', top: '0', zIndex: '2147483647', padding: '12px 16px', display: 'flex', flexWrap: 'wrap', gap: '12px',
      alignItems: 'center', justifyContent: 'center', background: '#1b1b1f', color: '#fff', font: '16px/1.4 system-ui, sans-serif'
    });
    var message = document.createElement('span');
    message.textContent = text.replace('{where}', news.initiatedBy || '').replace('{time}', time);
    var link = document.createElement('a');
    link.textContent = options.action || 'Sign in again';
    link.href = options.signIn || location.href;
    // A tab of its own: what was typed into this page stays where it is.
    link.target = '_blank';
    link.rel = 'noopener';
    style(link, { color: '#1b1b1f', background: '#fff', padding: '6px 14px', borderRadius: '6px', textDecoration: 'none', fontWeight: '600' });
    var close = document.createElement('button');
    close.type = 'button';
    close.textContent = '\u00d7';
    close.setAttribute('aria-label', 'Close');
    style(close, { color: '#fff', background: 'transparent', border: '0', font: 'inherit', fontSize: '22px', cursor: 'pointer', padding: '4px 10px' });
    close.addEventListener('click', function () { box.remove(); });
    box.append(message, link, close);
    document.body.prepend(box);
  }

  function style(element, values) { Object.assign(element.style, values); }

  // Browsers close the stream of a page that they keep for the back button.
  window.addEventListener('pageshow', function (event) { if (event.persisted) { leaving = false; if (session !== null) start(); } });
  window.addEventListener('beforeunload', function () { leaving = true; setTimeout(function () { leaving = false; }, 10000); });
  start();
})();
