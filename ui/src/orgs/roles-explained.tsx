import { Trans } from '@lingui/react/macro';
import { Accordion, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useRoleMeaning, useRoleWords } from './role-words';

/** What each role may do, for whoever chooses among them. */
export function RolesExplained() {
  const role = useRoleWords();
  const meaning = useRoleMeaning();
  return (
    <Accordion variant="separated" radius="lg" chevronPosition="right">
      <Accordion.Item value="roles">
        <Accordion.Control icon={<IconInfoCircle size={18} aria-hidden />}>
          <Trans>What the roles may do</Trans>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="xs">
            {['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'].map((name) => (
              <Text key={name} size="sm">
                <b>{role(name)}</b>: {meaning(name)}
              </Text>
            ))}
            <Text size="sm" c="dimmed">
              <Trans>
                Nobody gives more than the own role, only owners change owners, and at least one owner stays. A member
                can have more rights on a single event: see the event's team.
              </Trans>
            </Text>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
