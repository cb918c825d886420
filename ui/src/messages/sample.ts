/** Who and what previews are filled in with: what the server's own previews have. */
import type { Schemas } from '../api/client';
import { localAt } from '../events/wall-clock';

/** The guest of the previews: a name of eight letters, as the default texts are measured with. */
const NAME = 'Angelica';
/** What a message to guests says in a preview. */
const MESSAGE = 'Doors open at 18:30.';

const LINK = /https?:\/\/\S+\/r\/\S+/;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The values of all variables for a guest who is made up. The link is one that the server made. */
export function sampleValues(
  event: Schemas['Event'],
  texts: readonly Schemas['EventText'][],
): Record<string, string> {
  const links = texts.map(({ default_preview }) => LINK.exec(default_preview.body)?.[0]);
  const start = localAt(event.starts_at, event.zone);
  const close = localAt(event.closes_at, event.zone);
  return {
    name: NAME,
    host: event.host || event.name,
    event: event.name,
    date: day(start),
    time: start.slice(11),
    location: event.location,
    deadline: `${day(close)} ${close.slice(11)}`,
    link: links.find((link) => link !== undefined) ?? '',
    code: event.code ?? '',
    message: MESSAGE,
  };
}

/** `Sat 12 Jun`, as texts say it everywhere. */
function day(local: string): string {
  const date = new Date(`${local}Z`);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}
