//! Operations in the SDK's form.
use crate::{
    keys::Address,
    transaction::{Attributes, Condition, Operation},
};
use aws_sdk_dynamodb::{
    error::BuildError,
    types::{
        AttributeValue, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure,
        TransactWriteItem, Update,
    },
};
use std::collections::HashMap;

/// One operation of a transaction. Whoever is refused gets the item that refused it.
pub(super) fn member(table: &str, operation: Operation) -> Result<TransactWriteItem, BuildError> {
    let old = ReturnValuesOnConditionCheckFailure::AllOld;
    let member = TransactWriteItem::builder();
    Ok(match operation {
        Operation::Put { item, condition } => {
            let parts = Parts::of(condition);
            let put = Put::builder()
                .table_name(table)
                .set_item(Some(item))
                .set_condition_expression(parts.expression)
                .set_expression_attribute_names(parts.names)
                .set_expression_attribute_values(parts.values)
                .return_values_on_condition_check_failure(old);
            member.put(put.build()?)
        }
        Operation::Delete { address, condition } => {
            let parts = Parts::of(condition);
            let delete = Delete::builder()
                .table_name(table)
                .set_key(Some(key(address)))
                .set_condition_expression(parts.expression)
                .set_expression_attribute_names(parts.names)
                .set_expression_attribute_values(parts.values)
                .return_values_on_condition_check_failure(old);
            member.delete(delete.build()?)
        }
        Operation::Check { address, condition } => {
            let parts = Parts::of(Some(condition));
            let check = ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(key(address)))
                .set_condition_expression(parts.expression)
                .set_expression_attribute_names(parts.names)
                .set_expression_attribute_values(parts.values)
                .return_values_on_condition_check_failure(old);
            member.condition_check(check.build()?)
        }
        Operation::Update(update) => {
            let (names, values) = update.placeholders();
            let write = Update::builder()
                .table_name(table)
                .update_expression(update.expression())
                .set_condition_expression(update.condition.map(|c| c.expression))
                .set_expression_attribute_names(filled(names))
                .set_expression_attribute_values(filled(values))
                .set_key(Some(key(update.address)))
                .return_values_on_condition_check_failure(old);
            member.update(write.build()?)
        }
    }
    .build())
}

/// A condition as the SDK takes it: whatever is empty must be absent.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) expression: Option<String>,
    pub(super) names: Option<HashMap<String, String>>,
    pub(super) values: Option<Attributes>,
}

impl Parts {
    pub(super) fn of(condition: Option<Condition>) -> Self {
        condition.map_or_else(Self::default, |condition| Self {
            expression: Some(condition.expression),
            names: filled(condition.names),
            values: filled(condition.values),
        })
    }
}

/// The map, unless it is empty.
pub(super) fn filled<K, V>(map: HashMap<K, V>) -> Option<HashMap<K, V>> {
    (!map.is_empty()).then_some(map)
}

/// The attributes of a key.
pub(crate) fn key(address: Address) -> Attributes {
    Attributes::from([
        (address.place.pk().to_owned(), AttributeValue::S(address.pk)),
        (address.place.sk().to_owned(), AttributeValue::S(address.sk)),
    ])
}
