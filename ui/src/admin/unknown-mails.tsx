import { Trans, useLingui } from '@lingui/react/macro';
import { Stack, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { Moment } from '../parts/moment';
import { tell, useTellProblem } from '../parts/toast';
import { Decide, type Outcome } from './decide';
import { TroubleList } from './trouble-list';

type Mail = Schemas['UnknownMailView'];

const unknownMailsQuery = infiniteQueryOptions({
  queryKey: ['admin', 'unknown-mails'],
  queryFn: ({ pageParam }) => body(api.GET('/v1/admin/unknown/mails', { params: { query: { cursor: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** Mails of which nobody knows whether they were sent. */
export function UnknownMails() {
  const { t } = useLingui();
  const list = useInfiniteQuery(unknownMailsQuery);
  return (
    <TroubleList
      label={t`Mails`}
      list={list}
      keyOf={(mail) => mail.id}
      empty={<Trans>Of every mail it is known whether it was sent.</Trans>}
    >
      {(mail) => <Row mail={mail} />}
    </TroubleList>
  );
}

function Row({ mail }: { mail: Mail }) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const decide = useCommand({
    send: (outcome: Outcome) =>
      body(api.POST('/v1/admin/unknown/mails/{mail}', { params: { path: { mail: mail.id } }, body: { outcome } })),
    touches: () => [['admin', 'unknown-mails']],
    onDone: () => tell(t`It is written down.`),
    onProblem: tellProblem,
  });
  return (
    <>
      <Stack gap={0} miw={0}>
        <Text fw={600} truncate>
          {mail.to}
        </Text>
        <Text size="sm">{mail.subject}</Text>
        <Text size="sm" c="dimmed">
          <Moment at={mail.recorded_at} />
        </Text>
      </Stack>
      <Decide
        to={mail.to}
        pending={decide.isPending}
        notSent={t`It counts as not sent. Whoever waits for it can ask for another one.`}
        onDecide={(outcome) => decide.mutate(outcome)}
      />
    </>
  );
}
