import { Trans, useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { PageHead } from '../parts/page-head';
import { LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { PlatformLimits } from './platform-limits';
import { settingsQuery } from './platform-settings-query';
import { RegistrationMode } from './registration-mode';
import { SendingSwitch } from './sending-switch';

/** Who may register, whether anything is sent, how much at most, and what it costs. */
export function PlatformSettings() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(settingsQuery);
  return (
    <Stack gap="lg" maw={760}>
      <PageHead title={t`Settings`} sub={<Trans>Of the whole platform</Trans>} />
      {error !== null && <Trouble error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingRows rows={4} />}
      {data !== undefined && (
        <>
          <SendingSwitch on={data.value.sending_enabled} />
          <RegistrationMode mode={data.value.registration} />
          <PlatformLimits seen={data} />
        </>
      )}
    </Stack>
  );
}
