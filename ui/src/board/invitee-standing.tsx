import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Group, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { useEvent } from './event-queries';
import { useDeliveryWords, useSkipWords, useStatusWords } from './status-words';

/** Where an invitee stands: the answer, what became of the text, until when, and why it was passed over. */
export function InviteeStanding({ row }: { row: Schemas['InviteeRow'] }) {
  const { t } = useLingui();
  const status = useStatusWords()(row.status);
  const delivery = useDeliveryWords()(row.delivery);
  const skipped = useSkipWords();
  const { zone } = useEvent();
  const asked = row.status === 'invited' || row.status === 'inviting' || row.status === 'failed';
  return (
    <>
      <Group gap={6}>
        <Badge variant="light" color={status.color} tt="none">
          {status.words}
        </Badge>
        {asked && delivery !== null && (
          <Badge variant={delivery.bad ? 'light' : 'transparent'} color={delivery.bad ? 'red' : 'gray'} tt="none" fw={delivery.bad ? 600 : 400} px={delivery.bad ? undefined : 0}>
            {delivery.words}
          </Badge>
        )}
        {row.flags?.includes('does_not_fit') === true && (
          <Badge variant="light" color="orange" tt="none">
            {t`Does not fit again and again`}
          </Badge>
        )}
      </Group>
      {row.status === 'invited' && row.expires_at != null && (
        <Text size="sm" c="dimmed">
          <Trans>
            Answer until <Moment at={row.expires_at} zone={zone} />
          </Trans>
        </Text>
      )}
      {row.status === 'queued' && row.skipped != null && (
        <Text size="sm" c="dimmed">
          {skipped(row.skipped)}
        </Text>
      )}
    </>
  );
}
