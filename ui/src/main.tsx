import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { refresh } from './api/session';
import { preferredLanguage, showLanguage } from './i18n';

const root = document.getElementById('root');
if (root === null) throw new Error('the document has no #root');

// Both are needed before the first screen; an offline start is told by the screen that asks next.
await Promise.all([showLanguage(preferredLanguage()), refresh().catch(() => false)]);
createRoot(root).render(<App />);
