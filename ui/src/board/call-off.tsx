import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { Trouble } from '../parts/trouble';
import type { toldOfCancelling } from './seats';

/** The question before an event is called off: where anybody is told of it, a word has to be typed. */
export function CallOff(props: {
  /** How many guests get a text. */
  told: number;
  word: string;
  act: ReactNode;
  pending: boolean;
  error: unknown;
  onAct: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const { told, word } = props;
  const form = useForm({
    initialValues: { word: '' },
    validate: { word: (typed) => (told === 0 || same(typed, word) ? null : t`Type ${word} to go on`) },
  });
  return (
    <form onSubmit={form.onSubmit(props.onAct)}>
      <Stack>
        {props.children}
        {told > 0 && (
          <TextInput label={t`Type ${word} to go on`} autoComplete="off" data-autofocus {...form.getInputProps('word')} />
        )}
        {props.error !== null && <Trouble error={props.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            <Trans>Keep the event</Trans>
          </Button>
          <Button type="submit" color="red.8" loading={props.pending}>
            {props.act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Who gets a text when an event is called off, by why. */
export function ToldList({ told }: { told: ReturnType<typeof toldOfCancelling> }) {
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        <Plural value={told.all} one="One guest gets a text:" other="# guests get one text each:" />
      </Text>
      <List size="sm">
        {told.coming > 0 && (
          <List.Item>
            <Plural value={told.coming} one="one who confirmed" other="# who confirmed" />
          </List.Item>
        )}
        {told.asked > 0 && (
          <List.Item>
            <Plural value={told.asked} one="one who was asked" other="# who were asked" />
          </List.Item>
        )}
        {told.waiting > 0 && (
          <List.Item>
            <Plural value={told.waiting} one="one on the waitlist" other="# on the waitlist" />
          </List.Item>
        )}
      </List>
      <Text size="sm">
        <Trans>All others are not texted.</Trans>
      </Text>
    </Stack>
  );
}

function same(typed: string, word: string): boolean {
  return typed.trim().toLocaleLowerCase() === word.toLocaleLowerCase();
}
