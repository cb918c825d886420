/** The host's simulated guests. */
import { headersOf, tokenOf } from '../journeys/support/api';
import type { Host } from '../journeys/support/host';

/** Lets all simulated phones answer by themselves, or be silent again. */
export async function letAnswer(host: Host, answering: boolean): Promise<void> {
  const answer = await fetch(`${host.origin}/host/guests`, {
    method: 'POST',
    headers: {
      ...headersOf(host),
      authorization: `Bearer ${await tokenOf(host, host.demo)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ answering }),
  });
  if (!answer.ok) throw new Error(`the guests: ${answer.status} ${await answer.text()}`);
}
