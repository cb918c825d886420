import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import { meQuery } from '../orgs/use-org';
import { count, Moment } from '../parts/moment';
import { EnterOrg } from './enter-org';
import { dollars } from './money';
import { TenantLimits } from './tenant-limits';

export type Tenant = Schemas['TenantView'];

/** One organization of the platform. */
export function TenantCard({ tenant }: { tenant: Tenant }) {
  const { name } = tenant;
  const spend = tenant.messages.spend_micros;
  return (
    <Card role="listitem" withBorder padding="lg" radius="lg">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Stack gap={2} miw={0}>
            <Group gap="xs">
              <Title order={2} size="h4">
                {name}
              </Title>
              {tenant.archived_at != null && (
                <Badge variant="light" color="orange">
                  <Trans>Archived</Trans>
                </Badge>
              )}
            </Group>
            <Text size="sm" c="dimmed">
              {tenant.owners.map((owner) => `${owner.name} (${owner.email})`).join(', ')}
            </Text>
            <Text size="sm" c="dimmed">
              <Trans>
                Since <Moment at={tenant.created_at} />
              </Trans>
            </Text>
          </Stack>
          <Acts tenant={tenant} />
        </Group>
        <SimpleGrid cols={{ base: 2, sm: 4, md: 7 }} spacing="sm">
          <Fact label={<Trans>Members</Trans>}>{count(tenant.members)}</Fact>
          <Fact label={<Trans>Contacts</Trans>}>{atLeast(tenant.contacts)}</Fact>
          <Fact label={<Trans>Events</Trans>}>{atLeast(tenant.events)}</Fact>
          <Fact label={<Trans>Messages sent</Trans>}>{count(tenant.messages.submitted)}</Fact>
          {spend != null && <Fact label={<Trans>Cost of segments</Trans>}>{dollars(spend)}</Fact>}
          <Fact label={<Trans>Used in an hour</Trans>}>
            <Trans>
              {count(tenant.used.hour)} of {count(tenant.limits.hour_limit)}
            </Trans>
          </Fact>
          <Fact label={<Trans>Used in 24 hours</Trans>}>
            <Trans>
              {count(tenant.used.day)} of {count(tenant.limits.day_limit)}
            </Trans>
          </Fact>
        </SimpleGrid>
      </Stack>
    </Card>
  );
}

const atLeast = (counted: Schemas['CountView']) => `${count(counted.count)}${counted.more ? '+' : ''}`;

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Stack gap={0}>
      <Text fw={600} className="figures">
        {children}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </Stack>
  );
}

function Acts({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const { name } = tenant;
  const inIt = useQuery(meQuery).data?.entries.some((entry) => entry.org === tenant.id) ?? false;
  const [limiting, limits] = useDisclosure(false);
  const [entering, enter] = useDisclosure(false);
  return (
    <Group gap="xs">
      <Button variant="default" size="sm" mih={44} aria-label={t`Limits of ${name}`} onClick={limits.open}>
        <Trans>Limits</Trans>
      </Button>
      {inIt ? (
        <Button
          size="sm"
          mih={44}
          renderRoot={(root) => <Link to="/o/$org/events" params={{ org: tenant.id }} {...root} />}
        >
          <Trans>You are in: go there</Trans>
        </Button>
      ) : (
        <Button size="sm" mih={44} aria-label={t`Enter ${name}`} onClick={enter.open}>
          <Trans>Enter</Trans>
        </Button>
      )}
      <TenantLimits tenant={tenant} open={limiting} onClose={limits.close} />
      <EnterOrg tenant={tenant} open={entering} onClose={enter.close} />
    </Group>
  );
}
