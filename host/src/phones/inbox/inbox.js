// Keeps the list, the conversation and the clock up to date. The page works without it.
'use strict';

const INTERVAL_MILLISECONDS = 2000;

const toEnd = (thread) => { if (thread) thread.scrollTop = thread.scrollHeight; };

const replace = (fresh, id) => {
  const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
  if (!old || !next || old.innerHTML === next.innerHTML) return;
  const atEnd = old.scrollTop + old.clientHeight >= old.scrollHeight - 40;
  const focused = old.contains(document.activeElement)
    ? document.activeElement.getAttribute('href') : null;
  old.replaceChildren(...next.childNodes);
  if (focused) old.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  if (id === 'thread' && atEnd) toEnd(old);
};

const refresh = async () => {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const id of ['phones', 'thread', 'clock']) replace(fresh, id);
        document.title = fresh.title;
      }
    } catch {
      // The host is restarting: the next round asks again.
    }
  }
  setTimeout(refresh, INTERVAL_MILLISECONDS);
};

toEnd(document.getElementById('thread'));
setTimeout(refresh, INTERVAL_MILLISECONDS);
