import { useLingui } from '@lingui/react/macro';
import { Drawer, type DrawerProps, Modal, type ModalProps } from '@mantine/core';

/** The library's `header` would pass for another banner of the page. */
const ATTRIBUTES = { header: { role: 'presentation' } };

/** A title of two lines is read as one. */
const STYLES = { title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 650, lineHeight: 1.3 } };

/** A dialog: named by its title, left by Escape or by a button that says so. */
export function Dialog(props: ModalProps) {
  const { t } = useLingui();
  return <Modal closeButtonProps={{ 'aria-label': t`Close`, size: 44 }} attributes={ATTRIBUTES} styles={STYLES} {...props} />;
}

/** A dialog at the page's side, for what is looked at beside a list. */
export function SidePanel(props: DrawerProps) {
  const { t } = useLingui();
  return (
    <Drawer position="right" closeButtonProps={{ 'aria-label': t`Close`, size: 44 }} attributes={ATTRIBUTES} styles={STYLES} {...props} />
  );
}
