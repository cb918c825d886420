import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { confirmAct } from '../parts/confirm';
import { distance, Moment } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { tell, useTellProblem } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { Section } from '../parts/section';

/** Where the caller is signed in. */
export const devicesQuery = queryOptions({
  queryKey: ['my-devices'],
  queryFn: () => body(api.GET('/v1/me/sessions')),
});

type Device = Schemas['DeviceView'];

/** Where one is signed in, and signing out elsewhere. */
export function Devices() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(devicesQuery);
  const list = useRef<HTMLDivElement>(null);
  // What had the focus goes with the row.
  const onGone = () => list.current?.focus();
  const others = data?.sessions.filter((device) => !device.current) ?? [];
  return (
    <Section title={t`Devices`} sub={<Trans>Where you are signed in. A device that you do not know: sign it out and change your password.</Trans>}>
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingRows rows={2} />}
      <Stack gap="sm" role="list" aria-label={t`Devices`} tabIndex={-1} ref={list}>
        {data?.sessions.map((device) => <DeviceRow key={device.id} device={device} onGone={onGone} />)}
      </Stack>
      {others.length > 0 && <SignOutOthers count={others.length} onGone={onGone} />}
    </Section>
  );
}

function DeviceRow({ device, onGone }: { device: Device; onGone: () => void }) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const name = device.device || t`A device without a name`;
  const end = useCommand({
    send: () => body(api.DELETE('/v1/me/sessions/{session}', { params: { path: { session: device.id } } })),
    touches: () => [['my-devices']],
    onDone: () => {
      onGone();
      tell(t`${name} is signed out.`);
    },
    onProblem: tellProblem,
  });
  return (
    <Group role="listitem" justify="space-between" wrap="nowrap" gap="sm">
      <Group wrap="nowrap" gap="sm" miw={0}>
        <ThemeIcon variant="light" size={40} radius="xl" aria-hidden>
          <IconDeviceLaptop size={20} />
        </ThemeIcon>
        <Stack gap={0} miw={0}>
          <Group gap="xs">
            <Text fw={600} truncate>
              {name}
            </Text>
            {device.current && (
              <Badge variant="light">
                <Trans>This device</Trans>
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            <Trans>
              Active {distance(device.refreshed_at)}, since <Moment at={device.created_at} />
            </Trans>
          </Text>
        </Stack>
      </Group>
      {!device.current && (
        <Button
          variant="default"
          size="sm"
          mih={44}
          flex="none"
          loading={end.isPending}
          aria-label={t`Sign out ${name}`}
          onClick={() => end.mutate(undefined)}
        >
          <Trans>Sign out</Trans>
        </Button>
      )}
    </Group>
  );
}

function SignOutOthers({ count, onGone }: { count: number; onGone: () => void }) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const end = useCommand({
    send: () => body(api.DELETE('/v1/me/sessions')),
    touches: () => [['my-devices']],
    onDone: () => {
      onGone();
      tell(t`All other devices are signed out.`);
    },
    onProblem: tellProblem,
  });
  const ask = () =>
    confirmAct({
      title: t`Sign out all other devices?`,
      words: t`Whoever uses them has to sign in again. This device stays signed in.`,
      act: t`${plural(count, { one: 'Sign out # device', other: 'Sign out # devices' })}`,
      cancel: t`Keep them`,
      onConfirm: () => end.mutate(undefined),
    });
  return (
    <Group>
      <Button variant="default" loading={end.isPending} onClick={ask}>
        <Trans>Sign out all others</Trans>
      </Button>
    </Group>
  );
}
