import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Door } from './door';

/** The page of a link that is incomplete, was used, or whose time is over. */
export function VoidLink({ children, action }: { children: ReactNode; action?: ReactNode }) {
  const { t } = useLingui();
  return (
    <Door title={t`This link does not work`}>
      <Stack>
        <Text>{children}</Text>
        {action ?? (
          <Button renderRoot={(root) => <Link to="/" {...root} />}>
            <Trans>To the start</Trans>
          </Button>
        )}
      </Stack>
    </Door>
  );
}
