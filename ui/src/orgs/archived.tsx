import { Trans } from '@lingui/react/macro';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import type { Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { useRestore } from './restore';

/** That nothing is sent here any more, and until when the org can be brought back. */
export function Archived({ org }: { org: Schemas['Org'] }) {
  const restore = useRestore(org);
  return (
    <Alert color="orange" icon={<IconArchive aria-hidden />} mb="lg">
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          <Trans>This organization is archived: it sends nothing.</Trans>{' '}
          {org.purge_at != null && (
            <Trans>
              All of it is deleted on <Moment at={org.purge_at} />.
            </Trans>
          )}
        </Text>
        {org.role === 'OWNER' && (
          <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate(undefined)}>
            <Trans>Restore</Trans>
          </Button>
        )}
      </Group>
    </Alert>
  );
}
