import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { api, body } from '../api/client';
import { useCommand } from '../api/command';
import { useTellProblem } from '../parts/toast';
import { Section } from '../parts/section';

/** Everything that is kept about the caller, as a file. */
export function ExportData() {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const load = useCommand({
    send: () => body(api.GET('/v1/me/export')),
    onDone: (data) => save(JSON.stringify(data, null, 2), 'convoke-account.json'),
    onProblem: tellProblem,
  });
  return (
    <Section
      title={t`Your data`}
      sub={<Trans>Your profile, roles, devices and invitations, as they are kept. Contacts and events belong to organizations.</Trans>}
    >
      <Group>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={load.isPending}
          onClick={() => load.mutate(undefined)}
        >
          <Trans>Download your data</Trans>
        </Button>
      </Group>
    </Section>
  );
}

/** Gives a text to the browser as a file of that name. */
function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
