import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Menu } from '@mantine/core';
import {
  IconArrowsJoin,
  IconChevronDown,
  IconDownload,
  IconFileImport,
  IconMessageOff,
  IconTags,
  IconUserPlus,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useExport } from './use-export';

/** What can be done with contacts as a whole. */
export function ContactsActs(props: {
  org: string;
  works: boolean;
  /** How many contacts there are, where that is known. */
  total: number | null;
}) {
  const { org, works, total } = props;
  const { t } = useLingui();
  const exporting = useExport(org);
  return (
    <>
      {works && (
        <>
          <Button
            leftSection={<IconUserPlus size={18} aria-hidden />}
            renderRoot={(root) => (
              <Link from="/o/$org/contacts" to="." search={(search) => ({ ...search, open: 'new' })} {...root} />
            )}
          >
            <Trans>New contact</Trans>
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileImport size={18} aria-hidden />}
            renderRoot={(root) => <Link to="/o/$org/import" params={{ org }} {...root} />}
          >
            <Trans>Import</Trans>
          </Button>
        </>
      )}
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />} loading={exporting.isPending}>
            <Trans>More</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTags size={16} aria-hidden />}
            renderRoot={(root) => (
              <Link from="/o/$org/contacts" to="." search={(search) => ({ ...search, open: 'tags' })} {...root} />
            )}
          >
            <Trans>Tags</Trans>
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowsJoin size={16} aria-hidden />}
            renderRoot={(root) => <Link to="/o/$org/duplicates" params={{ org }} {...root} />}
          >
            <Trans>Duplicates</Trans>
          </Menu.Item>
          <Menu.Item
            leftSection={<IconMessageOff size={16} aria-hidden />}
            renderRoot={(root) => <Link to="/o/$org/opted-out" params={{ org }} {...root} />}
          >
            <Trans>Opted out</Trans>
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => exporting.mutate()}>
            {total === null
              ? t`Export all contacts (CSV)`
              : t`${plural(total, { one: 'Export # contact (CSV)', other: 'Export # contacts (CSV)' })}`}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
