import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Group, Text } from '@mantine/core';
import { confirmAct } from '../parts/confirm';
import { Section } from '../parts/section';
import { tell, useTellProblem } from '../parts/toast';
import { useChangeSettings } from './platform-settings-query';

/** The switch that stops every message of every organization. */
export function SendingSwitch({ on }: { on: boolean }) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const change = useChangeSettings({
    onDone: ({ value }) => tell(value.sending_enabled ? t`Sending is on.` : t`Sending is off.`),
    onProblem: tellProblem,
  });
  const turnOff = () =>
    confirmAct({
      title: t`Turn sending off for everybody?`,
      words: t`No organization sends anything from now on: no invitation, reminder or reply. What is at the provider already arrives. Queues stay as they are and go on when it is turned on.`,
      act: t`Turn sending off`,
      cancel: t`Leave it on`,
      onConfirm: () => change.mutate({ sending_enabled: false }),
    });
  const turnOn = () =>
    confirmAct({
      title: t`Turn sending on again?`,
      words: t`What waits goes out within minutes, within everybody's limits and quiet hours.`,
      act: t`Turn sending on`,
      cancel: t`Leave it off`,
      onConfirm: () => change.mutate({ sending_enabled: true }),
      harmless: true,
    });
  return (
    <Section
      title={t`Sending`}
      sub={<Trans>Stops all text messages of all organizations at once, in an emergency. Answers are taken all the same.</Trans>}
      danger={!on}
    >
      <Group justify="space-between">
        {on ? (
          <Badge variant="light" color="green" size="lg">
            <Trans>Sending is on</Trans>
          </Badge>
        ) : (
          <Group gap="xs">
            <Badge variant="light" color="red" size="lg">
              <Trans>Sending is off</Trans>
            </Badge>
            <Text size="sm">
              <Trans>Nothing goes out.</Trans>
            </Text>
          </Group>
        )}
        {on ? (
          <Button variant="light" color="red" loading={change.isPending} onClick={turnOff}>
            <Trans>Turn sending off</Trans>
          </Button>
        ) : (
          <Button loading={change.isPending} onClick={turnOn}>
            <Trans>Turn sending on</Trans>
          </Button>
        )}
      </Group>
    </Section>
  );
}
