import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Radio, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Section } from '../parts/section';
import { tell, useTellProblem } from '../parts/toast';
import { useChangeSettings } from './platform-settings-query';

/** Who may make an account. */
export function RegistrationMode({ mode }: { mode: string }) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState(mode);
  useEffect(() => setChosen(mode), [mode]);
  const tellProblem = useTellProblem();
  const change = useChangeSettings({ onDone: () => tell(t`Who may register is changed.`), onProblem: tellProblem });
  return (
    <Section title={t`Registration`} sub={<Trans>Who is invited to a team may always register.</Trans>}>
      <Radio.Group aria-label={t`Registration`} value={chosen} onChange={setChosen}>
        <Stack gap="sm">
          <Radio value="code" label={t`With a code`} description={t`Who has a registration code makes an account.`} />
          <Radio
            value="open"
            label={t`Open`}
            description={t`Everybody makes an account, once the e-mail address is confirmed.`}
          />
          <Radio value="closed" label={t`Closed`} description={t`Codes do not count, either.`} />
        </Stack>
      </Radio.Group>
      <Group>
        <Button
          disabled={chosen === mode}
          loading={change.isPending}
          onClick={() => change.mutate({ registration: chosen })}
        >
          <Trans>Save who may register</Trans>
        </Button>
      </Group>
    </Section>
  );
}
