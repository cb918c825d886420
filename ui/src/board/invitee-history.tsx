import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Stack, Text, Timeline, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, body, type Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { useEvent, usePlace } from './event-queries';
import { useStatusWords } from './status-words';

type Change = Schemas['InviteeChange'];

/** What a guest went through: who did what, when and why, the newest first. */
export function InviteeHistory({ history }: { history: readonly Change[] }) {
  const { zone } = useEvent();
  const status = useStatusWords();
  const who = useWho(history.some(({ user }) => user != null));
  const why = useReasonWords();
  const newest = [...history].reverse();
  return (
    <Stack gap="sm">
      <Title order={3} size="h4">
        <Trans>History</Trans>
      </Title>
      <Timeline active={-1} bulletSize={14} lineWidth={2}>
        {newest.map((change, index) => (
          <Timeline.Item key={`${change.at} ${newest.length - index}`}>
            <Text size="sm" fw={600}>
              {status(change.after).words}
              {change.party > 1 && (
                <>
                  , <Plural value={change.party} one="# seat" other="# seats" />
                </>
              )}
            </Text>
            {change.reason != null && <Text size="sm">{why(change.reason)}</Text>}
            <Text size="sm" c="dimmed">
              {who(change)}, <Moment at={change.at} zone={zone} />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}

/** Who made a change. Members are called by their names. */
function useWho(asks: boolean): (change: Change) => string {
  const { t } = useLingui();
  const { org } = usePlace();
  const members = useQuery({
    queryKey: ['org', org, 'member-names'],
    queryFn: () => body(api.GET('/v1/orgs/{org}/members', { params: { path: { org } } })),
    enabled: asks,
    staleTime: 60_000,
  });
  const names = new Map(members.data?.members.map(({ user, name }) => [user, name]));
  return ({ by, user }) => {
    switch (by) {
      case 'guest_link':
        return t`The guest, by the link`;
      case 'sms':
        return t`The guest, by text`;
      case 'user':
        return names.get(user ?? '') ?? t`A member of the team`;
      case 'admin':
        return t`An admin of the platform`;
      case 'callback':
        return t`The phone company`;
      default:
        return t`Convoke`;
    }
  };
}

function useReasonWords(): (reason: string) => string | null {
  const { t } = useLingui();
  return (reason) => {
    switch (reason) {
      case 'ahead_of_waitlist':
        return t`Put in ahead of the waitlist`;
      case 'forced':
        return t`Put in over the capacity`;
      case 'suppressed':
        return t`The phone wants no texts`;
      case 'bad_address':
        return t`The number cannot be reached`;
      case 'refused':
        return t`The phone company refused the text`;
      case 'undelivered':
        return t`The text failed twice`;
      case 'held_back':
        return t`The text was held back and waits for its turn`;
      case 'closed':
        return t`Answers were no longer taken`;
      case 'cancelled':
        return t`The event was cancelled`;
      case 'revoked':
        return t`Taken back when the capacity was cut`;
      default:
        return null;
    }
  };
}
