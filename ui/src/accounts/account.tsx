import { useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { PageHead } from '../parts/page-head';
import { DeleteAccount } from './delete-account';
import { Devices } from './devices';
import { EmailAddress } from './email-address';
import { ExportData } from './export-data';
import { NewPassword } from './new-password';
import { Profile, profileQuery } from './profile';

/** One's own account: who one is, how one signs in, where one is signed in, and the way out. */
export function Account() {
  const { t } = useLingui();
  const { value } = useSuspenseQuery(profileQuery).data;
  return (
    <Stack maw={760} gap="lg">
      <PageHead title={t`Your account`} sub={value.email} />
      <Profile />
      <EmailAddress email={value.email} verified={value.email_verified} />
      <NewPassword login={value.email} />
      <Devices />
      <ExportData />
      <DeleteAccount />
    </Stack>
  );
}
