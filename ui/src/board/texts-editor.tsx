import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Schemas } from '../api/client';
import { isProblem } from '../api/problem';
import { textsQuery } from '../messages/message-query';
import { faultsOf, render, TEMPLATE_CHARACTERS_MAX } from '../messages/template';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { usePlace } from './event-queries';
import { useEventChange } from './settings-change';
import { Preview } from './texts-card';
import { useFaultWords, useVariableWords } from './texts-words';

/** Changes one text: its words, variables at the caret, and how it looks meanwhile. */
export function TextEditor(props: { text: Schemas['EventText']; values: Record<string, string>; onClose: () => void }) {
  const { t } = useLingui();
  const { text, values, onClose } = props;
  const faultWords = useFaultWords();
  const [words, setWords] = useState(text.own ?? text.default);
  const area = useRef<HTMLTextAreaElement>(null);
  const faults = faultsOf(words, text);
  const { save, saving, error } = useSaveText(text, onClose);
  const asDefault = words === text.default;
  return (
    <Stack gap="md">
      <Textarea
        ref={area}
        label={t`Words`}
        autosize
        minRows={3}
        data-autofocus
        autoFocus
        maxLength={TEMPLATE_CHARACTERS_MAX}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={faults.length > 0 && faults.map(faultWords).join(' ')}
      />
      <Variables
        names={text.variables}
        required={text.required}
        onInsert={(name) => setWords(insertAt(area.current, words, `{{${name}}}`))}
      />
      <Preview body={render(words, values)} first={text.purpose === 'invite'} />
      {error !== null && (
        <Trouble error={error}>
          {isProblem(error, 'stale') && (
            <Text size="sm">
              <Trans>What you wrote still stands here. Save once more to put it in place of theirs.</Trans>
            </Text>
          )}
        </Trouble>
      )}
      <Group justify="space-between">
        {text.own == null ? (
          <span />
        ) : (
          <Button variant="subtle" onClick={() => save(null)}>
            <Trans>Use the default again</Trans>
          </Button>
        )}
        <Group>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            disabled={faults.length > 0}
            loading={saving}
            onClick={() => save(asDefault ? null : words)}
          >
            <Trans>Save</Trans>
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

function useSaveText({ purpose, own }: Schemas['EventText'], onClose: () => void) {
  const { t } = useLingui();
  const { org, event } = usePlace();
  const queries = useQueryClient();
  // The text that one edits, whatever the list behind it has become.
  const [before, setBefore] = useState(own ?? null);
  const change = useEventChange({
    onStale: (now) => setBefore(now.texts[purpose] ?? null),
    onDone: async () => {
      await queries.invalidateQueries({ queryKey: textsQuery(org, event).queryKey });
      tell(t`Saved.`);
      onClose();
    },
  });
  const save = (words: string | null) =>
    change.mutate({
      change: { texts: { [purpose]: words } },
      untouched: (now) => (now.texts[purpose] ?? null) === before,
    });
  return { save, saving: change.isPending, error: change.error };
}

/** The words with a piece in place of what is selected; the caret goes behind it. */
function insertAt(area: HTMLTextAreaElement | null, words: string, piece: string): string {
  const [from, to] = [area?.selectionStart ?? words.length, area?.selectionEnd ?? words.length];
  requestAnimationFrame(() => {
    area?.focus();
    area?.setSelectionRange(from + piece.length, from + piece.length);
  });
  return words.slice(0, from) + piece + words.slice(to);
}

function Variables(props: { names: readonly string[]; required: readonly string[]; onInsert: (name: string) => void }) {
  const { t } = useLingui();
  const variableWords = useVariableWords();
  return (
    <Stack gap={6} role="group" aria-label={t`Put in`}>
      <Text size="sm" c="dimmed">
        <Trans>Put in what differs from guest to guest:</Trans>
      </Text>
      <Group gap="xs">
        {props.names.map((name) => (
          <Button key={name} variant="light" h={44} px="md" radius="xl" onClick={() => props.onInsert(name)}>
            {variableWords(name)}
            {props.required.includes(name) && ' *'}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
