import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CopyButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconExternalLink, IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { useMay } from '../orgs/use-org';
import { Dialog } from '../parts/dialog';
import { confirmAct } from '../parts/confirm';
import { Moment } from '../parts/moment';
import { tell, useTellProblem } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { listQueryOf } from './queries';
import { Section } from '../parts/section';

/** The link by which people put themselves on a list: made, handed out, ended. */
export function SignUp({ org, list }: { org: string; list: Schemas['ContactList'] }) {
  const { t } = useLingui();
  const may = useMay();
  const [making, setMaking] = useState(false);
  const link = list.sign_up ?? null;
  if (link === null && !may('work')) return null;
  return (
    <Section title={t`Sign-up link`}>
      {link === null ? (
        <Stack align="flex-start" gap="sm">
          <Text>
            <Trans>
              With a link, people put themselves on this list: name, phone and their consent, on a small page without an
              account.
            </Trans>
          </Text>
          <Button variant="default" leftSection={<IconLink size={18} aria-hidden />} onClick={() => setMaking(true)}>
            <Trans>Make a sign-up link</Trans>
          </Button>
        </Stack>
      ) : (
        <Standing org={org} list={list} link={link} onAgain={() => setMaking(true)} />
      )}
      <Dialog
        opened={making}
        onClose={() => setMaking(false)}
        title={link === null ? t`Make a sign-up link` : t`Make a new sign-up link`}
      >
        {making && <Making org={org} list={list} onClose={() => setMaking(false)} />}
      </Dialog>
    </Section>
  );
}

function Standing(props: {
  org: string;
  list: Schemas['ContactList'];
  link: Schemas['SignUp'];
  onAgain: () => void;
}) {
  const { t } = useLingui();
  const may = useMay();
  const { org, list, link } = props;
  const revoke = useRevoke(org, list);
  return (
    <Stack gap="sm">
      <Text>
        <Trans>Whoever has this link can join the list. They come in as contacts with their consent on record.</Trans>
      </Text>
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <TextInput flex={1} miw={0} label={t`Link`} value={link.link} readOnly dir="ltr" onFocus={(event) => event.currentTarget.select()} />
        <CopyButton value={link.link} timeout={3000}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}>
              {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" c="dimmed">
        <Trans>Good since <Moment at={link.since} />. People agree to: “{link.words}”</Trans>
      </Text>
      <Group gap="xs">
        <Button
          variant="subtle"
          size="sm"
          h={44}
          component="a"
          href={link.link}
          target="_blank"
          rel="noopener"
          leftSection={<IconExternalLink size={16} aria-hidden />}
        >
          <Trans>See the page</Trans>
        </Button>
        {may('work') && (
          <>
            <Button variant="subtle" size="sm" h={44} onClick={props.onAgain}>
              <Trans>Make a new link</Trans>
            </Button>
            <Button variant="subtle" color="red" size="sm" h={44} loading={revoke.isPending} onClick={revoke.ask}>
              <Trans>End the link</Trans>
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}

function useRevoke(org: string, list: Schemas['ContactList']) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const revoke = useCommand<void, unknown>({
    send: () => api.DELETE('/v1/orgs/{org}/lists/{list}/sign-up', { params: { path: { org, list: list.id } } }),
    onDone: () => tell(t`The link leads nowhere now`),
    onProblem: tellProblem,
    touches: () => [['org', org, 'lists']],
  });
  const ask = () =>
    confirmAct({
      title: t`End the sign-up link of ${list.name}?`,
      words: t`Whoever opens it is told that it leads nowhere. People who joined stay on the list. A link that was printed cannot be brought back.`,
      act: t`End the link`,
      cancel: t`Cancel`,
      onConfirm: () => revoke.mutate(),
    });
  return { ask, isPending: revoke.isPending };
}

function Making({ org, list, onClose }: { org: string; list: Schemas['ContactList']; onClose: () => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState(list.sign_up?.words ?? '');
  const make = useCommand({
    send: (text: string, key) =>
      body(
        api.POST('/v1/orgs/{org}/lists/{list}/sign-up', {
          params: { path: { org, list: list.id }, header: { 'idempotency-key': key } },
          body: text.trim() === '' ? {} : { words: text },
        }),
      ),
    onDone: onClose,
    touches: () => [listQueryOf(org, list.id).queryKey, ['org', org, 'lists']],
  });
  const fault = isProblem(make.error, 'invalid-fields') ? make.error.fields().words : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(words);
      }}
    >
      <Stack>
        {list.sign_up != null && (
          <Text>
            <Trans>The link that is there now ends: whoever has it needs the new one.</Trans>
          </Text>
        )}
        {make.error !== null && fault === undefined && <Trouble error={make.error} />}
        <Textarea
          label={t`What people agree to`}
          description={t`Shown beside the box that they tick, and kept with each consent. Leave it empty for our usual words: that you may text them, and that STOP ends it.`}
          autosize
          minRows={3}
          maxLength={500}
          error={fault}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={make.isPending}>
            <Trans>Make the link</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
