import { Trans } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useEntry } from '../orgs/use-org';
import { Moment } from '../parts/moment';

/** Says that an admin of the platform is in somebody else's org, how, and until when. */
export function EntryBanner({ org }: { org: string }) {
  const entry = useEntry(org);
  if (entry === undefined) return null;
  return (
    <Alert color="grape" icon={<IconEye aria-hidden />} mb="md" role="status">
      {entry.acting ? (
        <Trans>
          You act here as an admin of the platform, until <Moment at={entry.until} />. The owners are told.
        </Trans>
      ) : (
        <Trans>
          You look on here as an admin of the platform, until <Moment at={entry.until} />. The owners are told.
        </Trans>
      )}
    </Alert>
  );
}
