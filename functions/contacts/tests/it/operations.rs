//! What the context declares of its routes.
use runtime::{Ctx, utoipa_axum::router::OpenApiRouter};

#[test]
fn every_operation_has_its_name_and_its_permission() {
    let (_, api) = contacts::router::<OpenApiRouter<Ctx>>().split_for_parts();
    let api = serde_json::to_value(&api).unwrap();
    let mut operations = Vec::new();
    for path in api["paths"].as_object().unwrap().values() {
        for operation in path.as_object().unwrap().values() {
            let text = |name: &str| operation[name].as_str().unwrap().to_owned();
            operations.push(format!("{} {}", text("operationId"), text("x-permission")));
        }
    }
    operations.sort_unstable();
    let expected = [
        "ChangeContact work",
        "ChangeContactList work",
        "ChangeManyContacts work",
        "CreateContact work",
        "CreateContactList work",
        "CreateSignUpLink work",
        "DeleteContact tidy",
        "DeleteContactList tidy",
        "DeleteSuppression work",
        "DeleteTag work",
        "DryRunImport work",
        "ExportContacts see",
        "ExportImportReport see",
        "JoinList link",
        "ListConsents see",
        "ListContactLists see",
        "ListContactMessages see",
        "ListContacts see",
        "ListDuplicates see",
        "ListImportResults see",
        "ListSuppressions see",
        "ListTags see",
        "MergeContacts tidy",
        "OpenSignUpPage link",
        "PutContactOnList work",
        "PutImportPart work",
        "PutSuppression work",
        "ReadBulk see",
        "ReadContact see",
        "ReadContactList see",
        "ReadImport see",
        "RenameTag work",
        "RevokeSignUpLink work",
        "StartImport work",
        "TakeContactOffList work",
    ];
    assert_eq!(operations, expected);
}
