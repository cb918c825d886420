import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

/** What the owner of some rows may want to look at, in words. */
export function useNotice(): (notice: string, rows: number) => string {
  const { t } = useLingui();
  return (notice, rows) => {
    const many = t`${plural(rows, { one: '# row', other: '# rows' })}`;
    switch (notice) {
      case 'extra_cells':
        return t`${many}: cells beyond the last column are not read`;
      case 'lost_characters':
        return t`${many}: some characters were lost before the file came to us`;
      case 'passed_over':
        return t`${many}: a phone or e-mail that cannot be used was passed over for another one`;
      case 'no_name':
        return t`${many}: no name`;
      case 'kept_as_written':
        return t`${many}: a birthday that is no date is kept as it is written`;
      case 'email_taken':
        return t`${many}: another contact has the e-mail, so it was left out`;
      case 'list_left_out':
        return t`${many}: not put on a list, which is full or being deleted`;
      default:
        return `${many}: ${notice}`;
    }
  };
}
