import { Trans, useLingui } from '@lingui/react/macro';
import { Select, Table, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { Schemas } from '../api/client';
import { examples } from './csv-cells';
import { useColumnUses } from './column-uses';
import classes from './import-mapping.module.css';
import { Section } from '../parts/section';

/** What each column of the file is used as, with some of what it holds; each can be changed. */
export function ImportMapping(props: {
  file: Uint8Array<ArrayBuffer>;
  preview: Schemas['DryRun'];
  onChange: (columns: string[]) => void;
}) {
  const { t } = useLingui();
  const { columns } = props.preview;
  const uses = useColumnUses();
  const { encoding, delimiter, header } = props.preview;
  const held = useMemo(
    () => examples(props.file, { encoding, delimiter, header }, columns.length),
    [props.file, encoding, delimiter, header, columns.length],
  );
  const change = (place: number, use: string) =>
    props.onChange(columns.map((column, other) => (other === place ? use : column.use)));
  return (
    <Section title={t`Columns`}>
      <Text c="dimmed" mb="sm">
        <Trans>This is what we take each column for. Change what is not right.</Trans>
      </Text>
      <Table className={classes.table} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Column`}</Table.Th>
            <Table.Th>{t`For example`}</Table.Th>
            <Table.Th>{t`Used as`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column, place) => {
            const name = column.heading || t`Column ${place + 1}`;
            return (
              <Table.Tr key={`${place} ${column.heading}`}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>
                  <Text size="sm" c="dimmed" lineClamp={2}>
                    {held[place]?.join(' · ')}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Select
                    aria-label={t`Use ${name} as`}
                    data={uses(column)}
                    value={column.use}
                    searchable
                   
                    nothingFoundMessage={t`Nothing is called so`}
                    onChange={(use) => use !== null && use !== column.use && change(place, use)}
                  />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
