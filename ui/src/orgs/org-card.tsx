import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client';
import { distance, Moment } from '../parts/moment';
import { useRestore } from './restore';
import { useRoleWords } from './role-words';

type Org = Schemas['Org'];

/** An organization in use: a press leads into it. */
export function OrgCard({ org }: { org: Org }) {
  const role = useRoleWords();
  return (
    <div role="listitem">
      <Card
        withBorder
        padding="lg"
        radius="lg"
        renderRoot={(root) => <Link to="/o/$org/events" params={{ org: org.id }} {...root} />}
      >
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Stack gap={2} miw={0}>
            <Text fw={650} size="lg" truncate>
              {org.name}
            </Text>
            <Text size="sm" c="dimmed" truncate>
              {org.time_zone.replaceAll('_', ' ')}
            </Text>
          </Stack>
          <Badge variant="light" flex="none">
            {role(org.role)}
          </Badge>
        </Group>
      </Card>
    </div>
  );
}

/** An archived organization: until when it can be brought back, and by whom. */
export function ArchivedCard({ org }: { org: Org }) {
  const { t } = useLingui();
  const restore = useRestore(org);
  return (
    <Card role="listitem" withBorder padding="md" radius="lg">
      <Group justify="space-between" gap="sm">
        <Stack gap={2} miw={0}>
          <Text fw={600}>{org.name}</Text>
          {org.purge_at != null && (
            <Text size="sm" c="dimmed">
              <Trans>
                Deleted {distance(org.purge_at)}, on <Moment at={org.purge_at} />
              </Trans>
            </Text>
          )}
        </Stack>
        {org.role === 'OWNER' ? (
          <Button
            variant="default"
            aria-label={t`Restore ${org.name}`}
            loading={restore.isPending}
            onClick={() => restore.mutate(undefined)}
          >
            <Trans>Restore</Trans>
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            <Trans>An owner can restore it.</Trans>
          </Text>
        )}
      </Group>
    </Card>
  );
}
