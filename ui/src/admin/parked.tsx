import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Code, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { confirmAct } from '../parts/confirm';
import { Moment } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { tell, useTellProblem } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { TroubleList } from './trouble-list';
import { Dialog } from '../parts/dialog';

type ParkedWork = Schemas['ParkedView'];

const parkedQuery = infiniteQueryOptions({
  queryKey: ['admin', 'parked'],
  queryFn: ({ pageParam }) => body(api.GET('/v1/admin/parked', { params: { query: { cursor: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

const parkedBodyQuery = (parked: string) =>
  queryOptions({
    queryKey: ['admin', 'parked', parked],
    queryFn: () => body(api.GET('/v1/admin/parked/{parked}', { params: { path: { parked } } })),
  });

/** Messages of the queues that nobody could handle: looked at, put back, or discarded. */
export function Parked() {
  const { t } = useLingui();
  const list = useInfiniteQuery(parkedQuery);
  return (
    <TroubleList
      label={t`Parked work`}
      list={list}
      keyOf={(parked) => parked.id}
      empty={<Trans>All work is done or under way. What cannot be done waits here for 14 days.</Trans>}
    >
      {(parked) => (
        <>
          <Stack gap={0} miw={0}>
            <Text fw={600}>{parked.queue}</Text>
            <Text size="sm">{parked.why}</Text>
            <Text size="sm" c="dimmed">
              <Trans>
                Since <Moment at={parked.sent_at} />, kept until <Moment at={parked.until} />
              </Trans>
            </Text>
          </Stack>
          <Acts parked={parked} />
        </>
      )}
    </TroubleList>
  );
}

function Acts({ parked }: { parked: ParkedWork }) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const [looking, look] = useDisclosure(false);
  const params = { path: { parked: parked.id } };
  const release = useCommand({
    send: () => body(api.POST('/v1/admin/parked/{parked}/release', { params })),
    touches: () => [['admin', 'parked']],
    onDone: () => tell(t`It is back on its queue.`),
    onProblem: tellProblem,
  });
  const discard = useCommand({
    send: () => body(api.DELETE('/v1/admin/parked/{parked}', { params })),
    touches: () => [['admin', 'parked']],
    onDone: () => tell(t`It is discarded.`),
    onProblem: tellProblem,
  });
  const ask = () =>
    confirmAct({
      title: t`Discard this message of ${parked.queue}?`,
      words: t`Nobody will handle it.`,
      act: t`Discard 1 message`,
      cancel: t`Keep it`,
      onConfirm: () => discard.mutate(undefined),
    });
  return (
    <Group gap="xs">
      <Button variant="default" size="sm" mih={44} onClick={look.open}>
        <Trans>Look</Trans>
      </Button>
      <Button variant="default" size="sm" mih={44} loading={release.isPending} onClick={() => release.mutate(undefined)}>
        <Trans>Release</Trans>
      </Button>
      <Button variant="subtle" color="red" size="sm" mih={44} loading={discard.isPending} onClick={ask}>
        <Trans>Discard</Trans>
      </Button>
      <Dialog opened={looking} onClose={look.close} size="lg" title={t`A message of ${parked.queue}`}>
        <Body id={parked.id} />
      </Dialog>
    </Group>
  );
}

function Body({ id }: { id: string }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(parkedBodyQuery(id));
  if (error !== null) return <Trouble error={error} retry={() => void refetch()} />;
  if (data === undefined) return <LoadingRows rows={2} />;
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        <Trans>It may hold personal data: do not pass it on.</Trans>
      </Text>
      <ScrollArea.Autosize mah={400} viewportProps={{ tabIndex: 0, 'aria-label': t`The message` }}>
        <Code block>{data.body}</Code>
      </ScrollArea.Autosize>
    </Stack>
  );
}
