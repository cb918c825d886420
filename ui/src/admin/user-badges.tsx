import { Trans } from '@lingui/react/macro';
import { Badge, Group } from '@mantine/core';
import type { Schemas } from '../api/client';

/** What stands out about a user. */
export function UserBadges({ user }: { user: Schemas['UserRow'] }) {
  return (
    <Group gap="xs">
      {user.platform_admin && (
        <Badge variant="light" color="grape">
          <Trans>Platform admin</Trans>
        </Badge>
      )}
      {user.deactivated_at != null && (
        <Badge variant="light" color="red">
          <Trans>Deactivated</Trans>
        </Badge>
      )}
      {!user.email_verified && (
        <Badge variant="light" color="orange">
          <Trans>Not confirmed</Trans>
        </Badge>
      )}
    </Group>
  );
}
