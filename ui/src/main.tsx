import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { refresh } from './api/session';
import { preferredLanguage, showLanguage } from './i18n';

// After a new version, a page that was open may ask for a part that is gone: the new page has its own.
// Once only, or a part that is broken for good would reload for ever.
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('convoke.reloaded') ?? 0);
  if (Date.now() - last < 60_000) return;
  event.preventDefault();
  sessionStorage.setItem('convoke.reloaded', String(Date.now()));
  window.location.reload();
});

const root = document.getElementById('root');
if (root === null) throw new Error('the document has no #root');

// Both are needed before the first screen; an offline start is told by the screen that asks next.
await Promise.all([showLanguage(preferredLanguage()), refresh().catch(() => false)]);
createRoot(root).render(<App />);
