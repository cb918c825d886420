import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Card, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Schemas } from '../api/client';
import { render } from '../messages/template';
import { TextSize } from '../messages/text-size';
import { usePurposeWords } from '../messages/words';
import { TextEditor } from './texts-editor';

/** One text of the event: how a guest gets it; edited in place. */
export function TextCard(props: {
  text: Schemas['EventText'];
  values: Record<string, string>;
  editable: boolean;
}) {
  const { text, values } = props;
  const title = useId();
  const words = usePurposeWords()(text.purpose);
  const [editing, edit] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    // Whoever closes the editor by keyboard goes on where they opened it.
    if (wasEditing.current && !editing) opener.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  return (
    <Card withBorder padding="lg" radius="lg" component="section" aria-labelledby={title}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="sm">
            <Title order={2} size="h4" id={title}>
              {words}
            </Title>
            {text.own != null && (
              <Badge variant="light" tt="none">
                <Trans>Your own words</Trans>
              </Badge>
            )}
          </Group>
          {props.editable && !editing && (
            <Button
              ref={opener}
              variant="default"
              leftSection={<IconPencil size={18} aria-hidden />}
              aria-describedby={title}
              onClick={() => edit(true)}
            >
              <Trans>Edit</Trans>
            </Button>
          )}
        </Group>
        {editing ? (
          <TextEditor text={text} values={values} onClose={() => edit(false)} />
        ) : (
          <Preview body={render(text.own ?? text.default, values)} first={text.purpose === 'invite'} />
        )}
      </Stack>
    </Card>
  );
}

/** A text as a guest gets it, with its size. */
export function Preview({ body, first }: { body: string; first: boolean }) {
  const { t } = useLingui();
  return (
    <Stack gap="xs">
      <Paper withBorder p="sm" radius="md" bg="var(--mantine-color-default-hover)" role="group" aria-label={t`As a guest gets it`}>
        <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{body}</Text>
      </Paper>
      <TextSize body={body} first={first} />
    </Stack>
  );
}
