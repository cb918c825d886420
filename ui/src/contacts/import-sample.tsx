import { Trans, useLingui } from '@lingui/react/macro';
import { Group, Stack, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { Section } from '../parts/section';

/** Contacts that are shown of a file. */
const SHOWN_MAX = 5;

/** The first contacts as they will be. */
export function ImportSample({ preview }: { preview: Schemas['DryRun'] }) {
  const { t } = useLingui();
  const { sample } = preview;
  if (sample.length === 0) return null;
  return (
    <Section title={t`The first contacts`}>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {sample.slice(0, SHOWN_MAX).map((one, place) => (
          <Group key={place} component="li" gap="md" wrap="wrap">
            <Text fw={550}>
              {[one.first_name, one.last_name].filter((part) => part !== '').join(' ') || <Trans>No name</Trans>}
            </Text>
            <Text size="sm" c="dimmed" dir="ltr">
              {[one.phone, one.email].filter((part) => part != null).join(' · ')}
            </Text>
            <Text size="sm">{[...one.tags, ...one.groups].join(', ')}</Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
