import { Trans, useLingui } from '@lingui/react/macro';
import { Grid, List, Stack, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { count } from '../parts/moment';
import { VirtualRows } from '../parts/virtual-rows';
import { useFieldName } from './field-names';
import { useNotice } from './import-notices';
import { Section } from '../parts/section';

/** Height of a row that was not measured yet, in pixels. */
const ROW_HEIGHT = 48;

/** Rows that make no contact, each with what is wrong; and what else to look at. */
export function ImportRefusals({ preview }: { preview: Schemas['DryRun'] }) {
  const { t } = useLingui();
  const notice = useNotice();
  const { refusals, notices } = preview;
  const left = preview.rows - preview.importable;
  if (left === 0 && Object.keys(notices).length === 0) return null;
  return (
    <Section title={t`What to look at`}>
      <Stack>
        {Object.keys(notices).length > 0 && (
          <List size="sm">
            {Object.entries(notices).map(([name, rows]) => (
              <List.Item key={name}>{notice(name, rows)}</List.Item>
            ))}
          </List>
        )}
        {left > refusals.length && (
          <Text size="sm" c="dimmed">
            <Trans>
              The first {count(refusals.length)} of {count(left)} rows without a contact are shown; the report after the
              import has them all.
            </Trans>
          </Text>
        )}
        {refusals.length > 0 && (
          <VirtualRows
            rows={refusals}
            height={ROW_HEIGHT}
            keyOf={(row) => `${row.row}`}
            label={t`Rows that make no contact`}
            total={refusals.length}
          >
            {(row) => <Refusal row={row} />}
          </VirtualRows>
        )}
      </Stack>
    </Section>
  );
}

function Refusal({ row }: { row: Schemas['RefusedRow'] }) {
  return (
    <Grid gap="xs" py={6}>
      <Grid.Col span={{ base: 12, xs: 3 }}>
        <Text size="sm" fw={600} className="figures">
          <Trans>
            Row {row.row}, line {row.line}
          </Trans>
        </Text>
      </Grid.Col>
      <Grid.Col span={{ base: 12, xs: 9 }}>
        <Reasons reasons={row.errors} />
      </Grid.Col>
    </Grid>
  );
}

/** Why a row is no contact: what it is about, and what is wrong. */
export function Reasons({ reasons }: { reasons: readonly Schemas['RowReason'][] }) {
  const fieldName = useFieldName();
  return (
    <>
      {reasons.map(({ field, code, detail }) => (
        <Text key={`${field} ${code}`} size="sm">
          <Text span inherit fw={550}>
            {fieldName(field)}
          </Text>
          : {detail}
        </Text>
      ))}
    </>
  );
}
