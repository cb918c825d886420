import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { api, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useMay } from '../orgs/use-org';
import { confirmAct } from '../parts/confirm';
import { Moment } from '../parts/moment';
import { tell, useTellProblem } from '../parts/toast';

/** One who gets no texts: who said so, since when, and whether that can be lifted here. */
export function SuppressionRow({ org, row }: { org: string; row: Schemas['Suppression'] }) {
  const { t } = useLingui();
  const may = useMay();
  const tellProblem = useTellProblem();
  const { recipient, stopped } = row;
  const organizers = row.since != null;
  const lift = useCommand<void, unknown>({
    send: () => api.DELETE('/v1/orgs/{org}/suppressions/{recipient}', { params: { path: { org, recipient } } }),
    onDone: () => tell(stopped ? t`Your word is taken back; their STOP stays` : t`Texts may go to ${recipient} again`),
    onProblem: tellProblem,
    touches: () => [['org', org, 'suppressions'], ['org', org, 'contacts', 'one']],
  });
  const ask = () =>
    confirmAct({
      title: t`Text ${recipient} again?`,
      words: stopped
        ? t`Only your organization's word is taken back. The person texted STOP, and gets texts again only after texting START.`
        : t`Do this only if the person asked for it: whoever did not agree to texts must not get any. Invitations that were held back may go out.`,
      act: stopped ? t`Take our word back` : t`Lift the opt-out of ${recipient}`,
      cancel: t`Cancel`,
      onConfirm: () => lift.mutate(),
    });
  return (
    <Group justify="space-between" py="sm" gap="sm" mih={64} wrap="wrap">
      <Stack gap={2} miw={0} flex={1}>
        <Group gap="xs">
          <Text fw={550} dir="ltr" style={{ overflowWrap: 'anywhere' }}>
            {recipient}
          </Text>
          {stopped && (
            <Badge variant="light" color="red" tt="none">
              <Trans>Asked for it</Trans>
            </Badge>
          )}
          {organizers && (
            <Badge variant="light" color="gray" tt="none">
              <Trans>By an organizer</Trans>
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {row.stopped_at != null && (
            <Trans>
              Texted STOP on <Moment at={row.stopped_at} />; only START from that phone lifts it.
            </Trans>
          )}{' '}
          {row.since != null && (
            <Trans>
              Opted out by your team on <Moment at={row.since} />.
            </Trans>
          )}{' '}
          {row.reason != null && row.reason !== '' && <>“{row.reason}”</>}
        </Text>
      </Stack>
      {organizers && may('work') && (
        <Button variant="default" size="sm" h={44} loading={lift.isPending} onClick={ask} aria-label={t`Lift the opt-out of ${recipient}`}>
          <Trans>Lift</Trans>
        </Button>
      )}
    </Group>
  );
}
