import { useLingui } from '@lingui/react/macro';
import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { Problem } from '../api/problem';
import { count } from '../parts/moment';
import { useTellProblem } from '../parts/toast';
import { inviteesQuery, type Place, showKey, statusKey, usePlace } from './event-queries';
import { byPosition, changes, dealt, type Move, moved, onceEach } from './order';
import { announce } from './announce';

type Row = Schemas['InviteeRow'];
type Pages = InfiniteData<Schemas['InviteePage']>;

/** One move, as somebody made it. */
export interface Moving {
  row: Row;
  move: Move;
}

/** Pages that are asked again after a move; of a longer list only what was moved is set right. */
const PAGES_ASKED_AGAIN_MAX = 3;

/**
 * Moves somebody in line: seen at once, sent one after the other, taken back where it was refused. Others
 * may move people at the same time; a move says whom it is beside, so that nobody is lost.
 */
export function useReorder(): (moving: Moving) => void {
  const { t } = useLingui();
  const place = usePlace();
  const queries = useQueryClient();
  const tellProblem = useTellProblem();
  const line = showKey(place, 'line');
  const key = [...line, 'move'];
  const last = () => queries.isMutating({ mutationKey: key }) <= 1;
  const move = useMutation({
    mutationKey: key,
    // The second move may name whom the first one moved.
    scope: { id: key.join(' ') },
    mutationFn: ({ row, move }: Moving) =>
      body(
        api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/move', {
          params: { path: { ...place, invitee: row.id } },
          body: move,
        }),
      ),
    onMutate: async ({ row, move }: Moving) => {
      await queries.cancelQueries({ queryKey: line });
      return rearrange(queries, place, (rows, whole) => moved(rows, row.id, move, whole));
    },
    onSuccess: (invitee, { row }) => {
      rearrange(queries, place, (rows) => {
        const placed = rows.map((one) => (one.id === row.id ? { ...one, position: invitee.position } : one));
        return last() ? byPosition(placed) : placed;
      });
      const at = shown(queries, place).rows.findIndex(({ id }) => id === row.id) + 1;
      // Beyond what is loaded, the number is not known.
      announce(at > 0 ? t`${row.name} is now number ${count(at)} in line` : t`${row.name} is now further down in line`);
    },
    onError: (error, { row }, before) => {
      if (before !== undefined && last()) queries.setQueryData(line, before);
      if (error instanceof Problem && (error.status === 409 || error.status === 412 || error.status === 404)) {
        announce(t`${row.name} was not moved`);
        tellProblem(
          new Problem(
            'moved-meanwhile',
            error.status,
            t`${row.name} was not moved`,
            t`Somebody else changed the line, or one of them is no longer in it. You now see it as it is.`,
            [],
            null,
            null,
          ),
        );
      } else {
        tellProblem(error);
      }
    },
    onSettled: async (_invitee, error) => {
      if (!last()) return;
      await queries.invalidateQueries({ queryKey: statusKey(place) });
      const pages = queries.getQueryData<Pages>(line)?.pages.length ?? 0;
      if (error !== null || pages <= PAGES_ASKED_AGAIN_MAX) await queries.invalidateQueries({ queryKey: line, exact: true });
    },
  });
  return (moving) => {
    const { rows, whole } = shown(queries, place);
    if (changes(rows, moving.row.id, moving.move, whole)) move.mutate(moving);
  };
}

/** The rows that are loaded, and whether these are all. */
function shown(queries: QueryClient, place: Place): { rows: Row[]; whole: boolean } {
  const pages = queries.getQueryData(inviteesQuery(place, 'line').queryKey)?.pages ?? [];
  return { rows: onceEach(pages.flatMap((page) => page.invitees)), whole: pages.at(-1)?.cursor == null };
}

/** Changes the order of the rows that are loaded; the pages before that are given back. */
function rearrange(queries: QueryClient, place: Place, order: (rows: Row[], whole: boolean) => Row[]) {
  const { queryKey } = inviteesQuery(place, 'line');
  const before = queries.getQueryData(queryKey);
  if (before === undefined) return undefined;
  const whole = before.pages.at(-1)?.cursor == null;
  const rows = order(
    onceEach(before.pages.flatMap((page) => page.invitees)),
    whole,
  );
  const parts = dealt(
    rows,
    before.pages.map((page) => page.invitees.length),
  );
  queries.setQueryData(queryKey, {
    ...before,
    pages: before.pages.map((page, index) => ({ ...page, invitees: parts[index] ?? [] })),
  });
  return before;
}
