import { useLingui } from '@lingui/react/macro';
import { IconMailForward, IconRefresh, IconTrash, IconUserCheck, IconUserX, IconUsers } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem, Problem } from '../api/problem';
import { tell, useTellProblem } from '../parts/toast';
import { onDemand } from '../parts/on-demand';
import type { Act } from './acts';
import { eventKey, usePlace } from './event-queries';
import { type KeptFocus, useKeptFocus } from './use-kept-focus';

const AcceptDialog = onDemand(() => import('./accept-dialog').then((views) => views.AcceptDialog), ({ invitee }) => invitee !== null);
const RemoveDialog = onDemand(() => import('./remove-dialog').then((views) => views.RemoveDialog), ({ invitees }) => invitees.length > 0);

/** Who is acted on: what a row and the details both know. */
export type Acted = Pick<Schemas['InviteeRow'], 'id' | 'name' | 'status' | 'party' | 'max_party'>;

interface InviteeActs {
  act: (act: Act, invitee: Acted) => void;
  remove: (invitees: Acted[]) => void;
  focus: KeptFocus;
}

const Context = createContext<InviteeActs | null>(null);

/** What can be done about invitees; the dialogs that some of it needs are in `InviteeActsFrame`. */
export function useInviteeActs(): InviteeActs {
  const acts = useContext(Context);
  if (acts === null) throw new Error('invitee acts outside of their frame');
  return acts;
}

/** Has the dialogs of the acts on invitees, for all rows and the details. */
export function InviteeActsFrame({ onRemoved, children }: { onRemoved: (ids: string[]) => void; children: ReactNode }) {
  const [accepting, setAccepting] = useState<Acted | null>(null);
  const [removing, setRemoving] = useState<Acted[]>([]);
  const simply = useSimpleActs();
  const focus = useKeptFocus();
  const act = (act: Act, invitee: Acted) => {
    if (act === 'accept' || act === 'party') setAccepting(invitee);
    else if (act === 'remove') setRemoving([invitee]);
    else simply({ act, invitee }, { onSettled: focus.back });
  };
  return (
    <Context.Provider value={{ act, remove: setRemoving, focus }}>
      {children}
      <AcceptDialog invitee={accepting} onClose={() => setAccepting(null)} onClosed={focus.back} />
      <RemoveDialog invitees={removing} onClose={() => setRemoving([])} onClosed={focus.back} onRemoved={onRemoved} />
    </Context.Provider>
  );
}

type Simple = Exclude<Act, 'accept' | 'party' | 'remove'>;

/** The acts that need no more words: each is done at once, and can be undone by another. */
function useSimpleActs() {
  const { t } = useLingui();
  const place = usePlace();
  const tellProblem = useTellProblem();
  const command = useCommand({
    send: ({ act, invitee }: { act: Simple; invitee: Acted }, key: string) => {
      const path = { ...place, invitee: invitee.id };
      const header = { 'idempotency-key': key };
      switch (act) {
        case 'decline':
          return body(api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/decline', { params: { path }, body: {} }));
        case 'resend':
          return body(api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/resend', { params: { path, header }, body: {} }));
        case 'reinvite':
          return body(
            api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/reinvite', { params: { path, header }, body: { position: 'end' } }),
          );
      }
    },
    touches: () => [eventKey(place)],
    onDone: (_invitee, { act, invitee: { name } }) =>
      tell(
        {
          decline: t`${name} is marked as declined`,
          resend: t`The invitation is sent to ${name} again`,
          reinvite: t`${name} is in line again, at the end`,
        }[act],
      ),
    onProblem: (problem) => {
      if (!isProblem(problem, 'too-many-requests')) return tellProblem(problem);
      const words = t`An invitation can be sent again every 15 minutes.`;
      return tellProblem(new Problem('sent-just-now', 429, t`It was sent a short while ago`, words, [], null, null));
    },
  });
  return command.mutate;
}

/** What an act is called, and its sign. */
export function useActWords(): (act: Act) => { words: string; icon: ReactNode } {
  const { t } = useLingui();
  return (act) => {
    switch (act) {
      case 'accept':
        return { words: t`Mark as confirmed…`, icon: <IconUserCheck size={18} aria-hidden /> };
      case 'party':
        return { words: t`Change the party…`, icon: <IconUsers size={18} aria-hidden /> };
      case 'decline':
        return { words: t`Mark as declined`, icon: <IconUserX size={18} aria-hidden /> };
      case 'resend':
        return { words: t`Send the invitation again`, icon: <IconMailForward size={18} aria-hidden /> };
      case 'reinvite':
        return { words: t`Ask again`, icon: <IconRefresh size={18} aria-hidden /> };
      case 'remove':
        return { words: t`Remove…`, icon: <IconTrash size={18} aria-hidden /> };
    }
  };
}
