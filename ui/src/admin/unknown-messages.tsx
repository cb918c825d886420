import { Trans, useLingui } from '@lingui/react/macro';
import { Stack, Switch, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useDeliveryWords, usePurposeWords } from '../orgs/state-words';
import { Moment } from '../parts/moment';
import { tell, useTellProblem } from '../parts/toast';
import { Decide, type Outcome } from './decide';
import { TroubleList } from './trouble-list';

type Message = Schemas['UnknownMessageView'];

const unknownMessagesQuery = (resolved: boolean) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'unknown-messages', resolved],
    queryFn: ({ pageParam }) =>
      body(api.GET('/v1/admin/unknown/messages', { params: { query: { resolved, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Texts of which nobody knows whether they were sent. */
export function UnknownMessages({ resolved, onResolved }: { resolved: boolean; onResolved: (shown: boolean) => void }) {
  const { t } = useLingui();
  const list = useInfiniteQuery(unknownMessagesQuery(resolved));
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        <Trans>
          The provider did not answer when these were handed over. Look the number and the time up at the provider, then
          say what you found. Nothing is sent again by that.
        </Trans>
      </Text>
      <Switch
        label={t`Also those whose outcome is known now`}
        checked={resolved}
        onChange={(change) => onResolved(change.currentTarget.checked)}
      />
      <TroubleList
        label={t`Texts`}
        list={list}
        keyOf={(message) => message.id}
        empty={<Trans>Of every text it is known whether it was sent.</Trans>}
      >
        {(message) => <Row message={message} />}
      </TroubleList>
    </Stack>
  );
}

function Row({ message }: { message: Message }) {
  const { t } = useLingui();
  const purpose = usePurposeWords();
  const state = useDeliveryWords();
  const tellProblem = useTellProblem();
  const decide = useCommand({
    send: (outcome: Outcome) =>
      body(
        api.POST('/v1/admin/unknown/messages/{message}', {
          params: { path: { message: message.id } },
          body: { outcome },
        }),
      ),
    touches: () => [['admin', 'unknown-messages']],
    onDone: () => tell(t`It is written down.`),
    onProblem: tellProblem,
  });
  return (
    <>
      <Stack gap={0} miw={0}>
        <Text fw={600} dir="ltr" ta="start">
          {message.phone}
        </Text>
        <Text size="sm">
          {purpose(message.purpose)}: {state(message.state)}
        </Text>
        <Text size="sm" c="dimmed">
          <Moment at={message.claimed_at ?? message.recorded_at} />
        </Text>
      </Stack>
      {message.open && (
        <Decide
          to={message.phone}
          pending={decide.isPending}
          notSent={t`It becomes a failure that its organizer sees, and may answer with a new invitation.`}
          onDecide={(outcome) => decide.mutate(outcome)}
        />
      )}
    </>
  );
}
