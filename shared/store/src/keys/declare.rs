//! The macro that declares key types.

/// Declares key types. Each template is written once; rendering, parsing, ranges and
/// [`Shape`](super::Shape) follow from it.
macro_rules! keys {
    ($(
        $(#[doc = $doc:literal])+
        $Key:ident on $place:ident
            pk { $($p:ident: $P:ty),* $(,)? } $pk:literal
            sk { $($s:ident: $S:ty),* $(,)? } $sk:literal;
    )+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            #[allow(missing_docs, reason = "the fields are the template's holes")]
            pub struct $Key { $(pub $p: $P,)* $(pub $s: $S,)* }

            impl $Key {
                /// The text that each of its sort keys begins with.
                pub const HEAD: &'static str = $crate::keys::shape::head($sk);

                /// The partition that holds the keys with these fields.
                pub fn partition($($p: &$P),*) -> String {
                    $(let $p = $crate::keys::Part::render($p);)*
                    format!($pk)
                }

                /// All keys of this entity in one partition, in their order.
                pub fn span($($p: &$P),*) -> $crate::keys::Span {
                    $crate::keys::Span::of(Place::$place, Self::partition($($p),*), Self::HEAD)
                }
            }

            impl $crate::keys::Key for $Key {
                const SHAPE: Shape = Shape {
                    entity: stringify!($Key),
                    doc: concat!($($doc),+),
                    place: Place::$place,
                    pk: $pk,
                    sk: $sk,
                };

                fn pk(&self) -> String {
                    Self::partition($(&self.$p),*)
                }

                fn sk(&self) -> String {
                    $(let $s = $crate::keys::Part::render(&self.$s);)*
                    format!($sk)
                }

                #[allow(unused_variables, reason = "a key may have no holes")]
                fn parse(pk: &str, sk: &str) -> Result<Self, MalformedKey> {
                    let (pk_text, sk_text) = (pk, sk);
                    let read = || {
                        (shape::matches($pk, pk_text) && shape::matches($sk, sk_text)).then_some(())?;
                        Some(Self {
                            $($p: $crate::keys::Part::read(shape::hole($pk, pk_text, stringify!($p))?)?,)*
                            $($s: $crate::keys::Part::read(shape::hole($sk, sk_text, stringify!($s))?)?,)*
                        })
                    };
                    read().ok_or_else(|| MalformedKey {
                        entity: stringify!($Key),
                        pk: pk_text.to_owned(),
                        sk: sk_text.to_owned(),
                    })
                }
            }
        )+
        /// Every key of the table and its indexes, in declaration order.
        pub const SCHEMA: &[Shape] = &[$(<$Key as $crate::keys::Key>::SHAPE),+];
    };
}
