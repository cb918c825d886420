import { Trans } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { IconCloudOff } from '@tabler/icons-react';

/** What is shown may be old, and nothing can be changed, until the connection is back. */
export function OfflineNotice() {
  if (useNetwork().online) return null;
  return (
    <Alert color="gray" icon={<IconCloudOff aria-hidden />} mb="md" role="status">
      <Trans>You are offline. You see what was here last; changes wait until you are back.</Trans>
    </Alert>
  );
}
