import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import { asOf } from './as-of';
import type { ContactList } from './use-contact-list';

/** How many contacts are listed, as far as that is known, and as of when. */
export function ContactCount({ list, narrowed }: { list: ContactList; narrowed: boolean }) {
  const { t } = useLingui();
  const { total, rows } = list;
  if (list.isLoading) return <Text inherit>{t`Loading`}</Text>;
  const many = total ?? Math.max(rows.length - 1, 0);
  const words =
    total === null
      ? t`${plural(many, { one: 'More than # contact', other: 'More than # contacts' })}`
      : narrowed
        ? t`${plural(many, { one: '# contact fits', other: '# contacts fit' })}`
        : t`${plural(many, { one: '# contact', other: '# contacts' })}`;
  return (
    <Text inherit role="status" className="figures">
      {words}
      {list.asOf !== null && (
        <Text span size="sm">
          {' '}
          <Trans>as of {asOf(list.asOf)}</Trans>
        </Text>
      )}
    </Text>
  );
}
