import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CopyButton, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, type Schemas, seen } from '../api/client';
import { isRefused } from '../events/refused';
import { SidePanel } from '../parts/dialog';
import { Moment } from '../parts/moment';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { actsOn } from './acts';
import { inviteeKey, useEvent, useMayHere, usePlace, useStatus } from './event-queries';
import { useActWords, useInviteeActs } from './invitee-acts';
import { InviteeEdit } from './invitee-edit';
import { InviteeHistory } from './invitee-history';
import { InviteeMessages } from './invitee-messages';
import { InviteeStanding } from './invitee-standing';

/** Between two questions about who is shown, in milliseconds. */
const AGAIN_MS = 5_000;

/** All about one invitee, beside the list. Who is shown stands in the address. */
export function InviteeDrawer({ invitee }: { invitee: string | null }) {
  const { t } = useLingui();
  const navigate = useNavigate({ from: '/o/$org/events/$event/' });
  const close = () =>
    void navigate({ search: ({ invitee: _gone, ...rest }) => rest, resetScroll: false });
  return (
    <SidePanel opened={invitee !== null} onClose={close} size="lg" title={t`Guest`}>
      {invitee !== null && <Details key={invitee} invitee={invitee} />}
    </SidePanel>
  );
}

function Details({ invitee }: { invitee: string }) {
  const place = usePlace();
  const may = useMayHere();
  const query = useQuery({
    queryKey: inviteeKey(place, invitee),
    queryFn: () =>
      seen(api.GET('/v1/orgs/{org}/events/{event}/invitees/{invitee}', { params: { path: { ...place, invitee } } })),
    refetchInterval: ({ state: { error } }) => (isRefused(error) ? false : AGAIN_MS),
  });
  if (query.data === undefined) {
    return query.error === null ? <LoadingRows rows={4} /> : <Trouble error={query.error} retry={() => void query.refetch()} />;
  }
  const { value } = query.data;
  return (
    <Stack gap="lg">
      <Head invitee={value} />
      <Acts invitee={value} />
      {may('invite') && value.status !== 'removed' && value.status !== 'cancelled' && <GuestLink link={value.link} />}
      {may('invite') ? <InviteeEdit seen={query.data} /> : value.note !== '' && <Text size="sm">{value.note}</Text>}
      <InviteeHistory history={value.history} />
      {value.contact != null && <InviteeMessages contact={value.contact} />}
    </Stack>
  );
}

function Head({ invitee }: { invitee: Schemas['InviteeDetails'] }) {
  const { zone } = useEvent();
  const { skipped, ...rest } = invitee;
  return (
    <Stack gap="xs">
      <div>
        <Title order={2} size="h3">
          {invitee.name}
        </Title>
        <Text c="dimmed" className="figures">
          {invitee.phone == null ? <Trans>No phone number</Trans> : <bdi>{invitee.phone}</bdi>}
        </Text>
      </div>
      <InviteeStanding row={{ ...rest, skipped: skipped?.reason }} />
      {skipped?.until != null && (
        <Text size="sm" c="dimmed">
          <Trans>
            Looked at again after <Moment at={skipped.until} zone={zone} />
          </Trans>
        </Text>
      )}
      {invitee.error_code != null && (
        <Text size="sm" c="dimmed">
          <Trans>The phone company's error code: {invitee.error_code}</Trans>
        </Text>
      )}
    </Stack>
  );
}

function Acts({ invitee }: { invitee: Schemas['InviteeDetails'] }) {
  const may = useMayHere();
  const { state } = useStatus();
  const words = useActWords();
  const { act } = useInviteeActs();
  const acts = actsOn(invitee.status, state, may);
  if (acts.length === 0) return null;
  return (
    <Group gap="xs">
      {acts.map((one) => (
        <Button
          key={one}
          size="sm"
          h={44}
          variant={one === 'remove' ? 'light' : 'default'}
          color={one === 'remove' ? 'red' : undefined}
          leftSection={words(one).icon}
          onClick={() => act(one, invitee)}
        >
          {words(one).words}
        </Button>
      ))}
    </Group>
  );
}

/** The guest's own page, for handing it over by other means. */
function GuestLink({ link }: { link: string }) {
  const { t } = useLingui();
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput
        label={t`The guest's own link`}
        description={t`Whoever has it can answer for this guest.`}
        value={link}
        readOnly
        flex={1}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}>
            {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
