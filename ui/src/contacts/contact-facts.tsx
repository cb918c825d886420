import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Anchor, Box, SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import { Moment } from '../parts/moment';
import { FIELDS, useFieldName } from './field-names';
import { Section } from '../parts/section';

/** Everything that is known of a person. */
export function ContactFacts({ contact }: { contact: Schemas['Contact'] }) {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const facts: [string, ReactNode][] = [
    [
      contact.phone_is_mobile ? t`Phone (the mobile)` : t`Phone`,
      contact.phone && <Anchor href={`tel:${contact.phone}`} dir="ltr">{contact.phone}</Anchor>,
    ],
    [t`E-mail`, contact.email && <Anchor href={`mailto:${contact.email}`}>{contact.email}</Anchor>],
    [t`Organization`, contact.organization],
    ...FIELDS.map((name): [string, ReactNode] => [fieldName(name), contact.fields[name]]),
    [t`Time zone`, contact.zone],
    ...Object.entries(contact.custom),
    [t`Note`, contact.note !== '' && contact.note],
    [t`Known since`, <Moment key="since" at={contact.created_at} />],
    [t`Invited before`, contact.invited ? t`Yes` : t`No`],
    [t`Merged from`, contact.former.length > 0 && t`${plural(contact.former.length, { one: '# other contact', other: '# other contacts' })}`],
  ];
  return (
    <Section title={t`About`}>
      <SimpleGrid component="dl" cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm" m={0}>
        {facts
          .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
          .map(([name, value]) => (
            <Box key={name} miw={0}>
              <Text component="dt" size="sm" c="dimmed">
                {name}
              </Text>
              <Text component="dd" m={0} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
                {value}
              </Text>
            </Box>
          ))}
      </SimpleGrid>
    </Section>
  );
}
