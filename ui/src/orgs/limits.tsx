import { Trans, useLingui } from '@lingui/react/macro';
import { Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { count } from '../parts/moment';
import { Section } from '../parts/section';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { dashboardQuery } from './dashboard-query';
import { useOrg } from './use-org';

/** Messages a minute are counted back into the limit a minute later: so long the shown use is right. */
const FRESH_MS = 30_000;

/** How much the org may send, and how much of it is used by now. */
export function Limits() {
  const { t } = useLingui();
  const org = useOrg();
  const { data, error, refetch } = useQuery({
    ...dashboardQuery(org.id, '7d'),
    refetchInterval: FRESH_MS,
    refetchIntervalInBackground: false,
  });
  return (
    <Section
      title={t`Messages`}
      sub={<Trans>When a limit is reached, invitations wait and go out by themselves as soon as there is room. Whoever runs the platform sets the limits.</Trans>}
    >
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingRows rows={2} />}
      {data !== undefined && (
        <Stack gap="lg">
          <Used label={t`In the last hour`} used={data.used_hour} limit={org.hour_limit} />
          <Used label={t`In the last 24 hours`} used={data.used_day} limit={org.day_limit} />
        </Stack>
      )}
    </Section>
  );
}

function Used({ label, used, limit }: { label: string; used: number; limit: number }) {
  const share = limit === 0 ? 100 : Math.min((used / limit) * 100, 100);
  const spent = used >= limit;
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{label}</Text>
        <Text size="sm" fw={600} className="figures">
          <Trans>
            {count(used)} of {count(limit)}
          </Trans>
          {spent && (
            <>
              {' '}
              <Trans>(used up)</Trans>
            </>
          )}
        </Text>
      </Group>
      <Progress value={share} color={spent ? 'orange.7' : 'pine.6'} size="lg" radius="xl" aria-label={label} />
    </Stack>
  );
}
