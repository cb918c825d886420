import { useLingui } from '@lingui/react/macro';
import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Moment } from '../parts/moment';
import { remembered } from './import-memory';
import { Section } from '../parts/section';

/** The imports that were started on this device, to look at again. */
export function EarlierImports({ org }: { org: string }) {
  const { t } = useLingui();
  const imports = remembered(org);
  if (imports.length === 0) return null;
  return (
    <Section title={t`Earlier imports on this device`}>
      <Stack gap={0}>
        {imports.map(({ id, file, at }) => (
          <Group key={id} justify="space-between" mih={44}>
            <Anchor
              py={8}
              renderRoot={(root) => <Link to="/o/$org/import/$import" params={{ org, import: id }} {...root} />}
            >
              {file}
            </Anchor>
            <Text size="sm" c="dimmed">
              <Moment at={at} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
