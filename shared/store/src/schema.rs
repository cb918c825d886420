//! The table's definition as data: the embedded table is created from it, the template is checked
//! against it.
use crate::{client::Store, failure::StoreError, keys::Place};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType,
    TimeToLiveSpecification,
};

/// The attribute that holds the second after which an item may be forgotten.
pub const TTL_ATTRIBUTE: &str = "ttl";

/// A sparse index and what it carries beside the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexSchema {
    /// The index.
    pub place: Place,
    /// The projected attributes.
    pub projected: &'static [&'static str],
}

/// What one engine step and one list of names read without a second look at the table.
const GSI1_PROJECTED: &[&str] =
    &["name", "phone", "party", "generation", "zone", "tags", "flags", "email"];
/// Enough to know whose key it is.
const GSI2_PROJECTED: &[&str] = &["kind"];

/// The indexes.
pub const INDEXES: [IndexSchema; 2] = [
    IndexSchema { place: Place::Gsi1, projected: GSI1_PROJECTED },
    IndexSchema { place: Place::Gsi2, projected: GSI2_PROJECTED },
];

impl Store {
    /// Creates the table with its indexes, stream and expiry. For the embedded table: in the cloud
    /// the template does it.
    pub async fn create_table(&self) -> Result<(), StoreError> {
        let rejected = |error: aws_sdk_dynamodb::error::BuildError| StoreError::Rejected {
            reason: error.to_string(),
        };
        let attributes = Place::ALL
            .into_iter()
            .flat_map(|place| [place.pk(), place.sk()])
            .map(text_attribute)
            .collect::<Result<Vec<_>, _>>()
            .map_err(rejected)?;
        let indexes = INDEXES.into_iter().map(index).collect::<Result<_, _>>().map_err(rejected)?;
        let stream = StreamSpecification::builder()
            .stream_enabled(true)
            .stream_view_type(StreamViewType::NewAndOldImages)
            .build()
            .map_err(rejected)?;
        self.client
            .create_table()
            .table_name(&self.table)
            .set_attribute_definitions(Some(attributes))
            .set_key_schema(Some(key_schema(Place::Table).map_err(rejected)?))
            .set_global_secondary_indexes(Some(indexes))
            .stream_specification(stream)
            .billing_mode(BillingMode::PayPerRequest)
            .send()
            .await
            .map_err(|error| StoreError::of(&error))?;
        self.expire_items().await
    }

    async fn expire_items(&self) -> Result<(), StoreError> {
        let expiry = TimeToLiveSpecification::builder()
            .enabled(true)
            .attribute_name(TTL_ATTRIBUTE)
            .build()
            .map_err(|error| StoreError::Rejected { reason: error.to_string() })?;
        self.client
            .update_time_to_live()
            .table_name(&self.table)
            .time_to_live_specification(expiry)
            .send()
            .await
            .map(|_| ())
            .map_err(|error| StoreError::of(&error))
    }
}

type Built<T> = Result<T, aws_sdk_dynamodb::error::BuildError>;

fn text_attribute(name: &str) -> Built<AttributeDefinition> {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
}

fn key_schema(place: Place) -> Built<Vec<KeySchemaElement>> {
    [(place.pk(), KeyType::Hash), (place.sk(), KeyType::Range)]
        .into_iter()
        .map(|(name, kind)| KeySchemaElement::builder().attribute_name(name).key_type(kind).build())
        .collect()
}

fn index(schema: IndexSchema) -> Built<GlobalSecondaryIndex> {
    let projected = schema.projected.iter().map(|name| (*name).to_owned()).collect();
    GlobalSecondaryIndex::builder()
        .set_index_name(schema.place.index().map(ToOwned::to_owned))
        .set_key_schema(Some(key_schema(schema.place)?))
        .projection(
            Projection::builder()
                .projection_type(ProjectionType::Include)
                .set_non_key_attributes(Some(projected))
                .build(),
        )
        .build()
}
