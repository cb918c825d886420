import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconMessageOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useMay } from '../orgs/use-org';
import { confirmAct } from '../parts/confirm';
import { tell, useTellProblem } from '../parts/toast';
import { contactQuery } from './queries';
import { Section } from '../parts/section';

/** Whether a person gets texts, and the way to end them. */
export function ContactTexts({ org, contact }: { org: string; contact: Schemas['Contact'] }) {
  const { t } = useLingui();
  const may = useMay();
  const tellProblem = useTellProblem();
  const phone = contact.phone ?? null;
  const optOut = useCommand({
    send: (recipient: string) =>
      body(
        api.PUT('/v1/orgs/{org}/suppressions/{recipient}', { params: { path: { org, recipient } }, body: {} }),
      ),
    onDone: () => tell(t`Gets no more texts`),
    onProblem: tellProblem,
    touches: () => [contactQuery(org, contact.id).queryKey, ['org', org, 'suppressions']],
  });
  const name = contact.name || phone || '';
  const ask = (recipient: string) =>
    confirmAct({
      title: t`No more texts to ${name}?`,
      words: t`Invitations to ${name} are held back from now on, whatever list or event. You can lift this again under Opted out.`,
      act: t`Opt out ${name}`,
      cancel: t`Cancel`,
      onConfirm: () => optOut.mutate(recipient),
    });
  return (
    <Section title={t`Texts`}>
      <Stack gap="sm" align="flex-start">
        {phone === null ? (
          <Text>
            <Trans>There is no phone, so no text can be sent.</Trans>
          </Text>
        ) : contact.opted_out ? (
          <>
            <Group gap="xs" wrap="nowrap">
              <IconMessageOff size={18} aria-hidden />
              <Text>
                <Trans>Opted out: no text is sent to this phone.</Trans>
              </Text>
            </Group>
            <Anchor py={8} renderRoot={(root) => <Link to="/o/$org/opted-out" params={{ org }} {...root} />}>
              <Trans>Why, and who can lift it</Trans>
            </Anchor>
          </>
        ) : (
          <>
            <Text>
              <Trans>Gets texts. Whoever answers STOP is opted out at once.</Trans>
            </Text>
            {may('work') && (
              <Button variant="default" size="sm" h={44} loading={optOut.isPending} onClick={() => ask(phone)}>
                <Trans>Opt out</Trans>
              </Button>
            )}
          </>
        )}
      </Stack>
    </Section>
  );
}
