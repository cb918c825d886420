import { Trans, useLingui } from '@lingui/react/macro';
import { Box, Button, Text } from '@mantine/core';
import { IconAddressBook, IconFileImport, IconUserPlus, IconUserSearch } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMay, useOrg } from '../orgs/use-org';
import { PageHead } from '../parts/page-head';
import { Empty, LoadingRows } from '../parts/states';
import { Trouble } from '../parts/trouble';
import { isOpened, onDemand } from '../parts/on-demand';
import { BulkBar } from './bulk-bar';
import { BulkProgress } from './bulk-progress';
import { ContactCount } from './contact-count';
import { ContactRows } from './contact-rows';
import { ContactsActs } from './contacts-acts';
import { ContactsToolbar } from './contacts-toolbar';
import type { Follow } from './bulk-acts';
import { filterKey, filterOf, narrows } from './filter';
import type { ContactFilter } from './search';
import { everybody, extended, heldBy, isEmpty, isPicked, NOBODY, type Selection, toggled } from './selection';
import { type ContactList, useContactList } from './use-contact-list';

const TagsManager = onDemand(() => import('./tags-manager').then((views) => views.TagsManager), isOpened);
const ContactDrawer = onDemand(() => import('./contact-drawer').then((views) => views.ContactDrawer), isOpened);

const route = getRouteApi('/signed-in/o/$org/contacts');

/** Everybody that the organization knows: found, picked and changed. */
export function ContactsPage() {
  const { t } = useLingui();
  const org = useOrg();
  const may = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = filterOf(search);
  const list = useContactList(org.id, filter);
  const [chosen, setSelection] = useState<Selection>(NOBODY);
  const selection = heldBy(chosen, filterKey(filter));
  const [follow, setFollow] = useState<Follow | null>(null);
  const close = () => void navigate({ search: ({ open: _open, ...rest }) => rest });
  const begun = (bulk: string, done: Follow | null) => {
    setFollow(done);
    setSelection(NOBODY);
    void navigate({ search: ({ open: _open, ...rest }) => ({ ...rest, bulk }) });
  };
  const works = may('work');
  const none = list.isEmpty && !narrows(filter);
  return (
    <>
      <PageHead title={t`Contacts`} sub={none ? undefined : <ContactCount list={list} narrowed={narrows(filter)} />}>
        <ContactsActs org={org.id} works={works} total={narrows(filter) ? null : list.total} />
      </PageHead>
      {search.bulk !== undefined && (
        <BulkProgress
          key={search.bulk}
          org={org.id}
          bulk={search.bulk}
          follow={follow}
          onClose={() => void navigate({ search: ({ bulk: _bulk, ...rest }) => rest })}
        />
      )}
      {!none && <ContactsToolbar org={org.id} filter={filter} onSearch={setSelectionless(setSelection)} />}
      {none ? (
        <NobodyYet org={org.id} works={works} />
      ) : (
        <Found org={org.id} list={list} filter={filter} works={works} selection={selection} onSelect={setSelection} />
      )}
      {works && !isEmpty(selection) && (
        <BulkBar
          org={org.id}
          selection={selection}
          filter={filter}
          list={list}
          onSelect={setSelection}
          onBegun={begun}
        />
      )}
      <ContactDrawer opened={works && search.open === 'new'} org={org.id} onClose={close} />
      <TagsManager
        opened={search.open === 'tags'}
        org={org.id}
        works={works}
        onClose={close}
        onBegun={(bulk) => begun(bulk, null)}
      />
    </>
  );
}

/** Another filter is about other people: whoever was picked is put back. */
function setSelectionless(set: (selection: Selection) => void): () => void {
  return () => set(NOBODY);
}

function Found(props: {
  org: string;
  list: ContactList;
  filter: ContactFilter;
  works: boolean;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}) {
  const { t } = useLingui();
  const { list, selection, onSelect } = props;
  const { jump, frame } = useJump(list);
  if (list.error !== null && list.rows.length === 0) return <Trouble error={list.error} retry={list.retry} />;
  if (list.isLoading || (list.rows.length === 0 && !list.isEmpty)) {
    return (
      <>
        <LoadingRows rows={10} />
        {/* A page may be empty and still lead on. */}
        <LoadOn list={list} />
      </>
    );
  }
  if (list.isEmpty) return <NobodyFits />;
  return (
    <Box ref={frame} opacity={list.isOld ? 0.6 : 1} aria-busy={list.isOld}>
      {props.works && !selection.all && (
        <Button variant="subtle" size="sm" h={44} px={6} onClick={() => onSelect(everybody(filterKey(props.filter)))}>
          {narrows(props.filter) ? <Trans>Select all that match</Trans> : <Trans>Select all contacts</Trans>}
        </Button>
      )}
      <ContactRows
        org={props.org}
        rows={list.rows}
        label={t`Contacts`}
        total={list.total}
        more={list.more}
        onJump={jump}
        pick={
          props.works
            ? {
                has: (id) => isPicked(selection, id),
                fixed: selection.all,
                toggle: (id, through) =>
                  onSelect(
                    through
                      ? extended(selection, id, list.rows.map((row) => row.id))
                      : toggled(selection, id),
                  ),
              }
            : undefined
        }
      />
      {list.error !== null && <Trouble error={list.error} retry={list.retry} />}
    </Box>
  );
}

function LoadOn({ list }: { list: ContactList }) {
  const { more } = list;
  useEffect(() => {
    if (more.has && !more.loading) more.load();
  }, [more]);
  return null;
}

/** Letters that are typed in the list lead to the names that begin with them; the focus goes along. */
function useJump(list: ContactList) {
  const navigate = route.useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const jumped = useRef(false);
  const jump = useCallback(
    (letters: string) => {
      jumped.current = true;
      void navigate({ search: (search) => ({ ...search, name: letters }), replace: true });
    },
    [navigate],
  );
  useEffect(() => {
    if (!jumped.current || list.isOld) return;
    jumped.current = false;
    window.scrollTo({ top: 0 });
    frame.current?.querySelector<HTMLElement>('[data-index="0"] a')?.focus({ preventScroll: true });
  }, [list.rows, list.isOld]);
  return { jump, frame };
}

function NobodyFits() {
  return (
    <Empty
      icon={IconUserSearch}
      title={<Trans>Nobody fits</Trans>}
      action={
        <Button variant="default" renderRoot={(root) => <Link from="/o/$org/contacts" to="." search={{}} {...root} />}>
          <Trans>Show all contacts</Trans>
        </Button>
      }
    >
      <Trans>No contact has all of what you ask for. Take a filter away, or look for fewer words.</Trans>
    </Empty>
  );
}

function NobodyYet({ org, works }: { org: string; works: boolean }) {
  return (
    <Empty
      icon={IconAddressBook}
      title={<Trans>No contacts yet</Trans>}
      action={
        works && (
          <>
            <Button
              leftSection={<IconFileImport size={18} aria-hidden />}
              renderRoot={(root) => <Link to="/o/$org/import" params={{ org }} {...root} />}
            >
              <Trans>Import a file</Trans>
            </Button>
            <Button
              variant="default"
              leftSection={<IconUserPlus size={18} aria-hidden />}
              renderRoot={(root) => <Link from="/o/$org/contacts" to="." search={{ open: 'new' }} {...root} />}
            >
              <Trans>Add the first by hand</Trans>
            </Button>
          </>
        )
      }
    >
      {works ? (
        <Trans>
          Contacts are the people that you invite. Bring them from a file of your address book, add them one by one,
          or let them sign up by a list's link.
        </Trans>
      ) : (
        <Text inherit>
          <Trans>Nobody has been added to this organization.</Trans>
        </Text>
      )}
    </Empty>
  );
}
