//! A server of one thread that answers each connection as it was told.
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread::JoinHandle,
};

/// What becomes of one connection.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// A whole response: status line, headers and body.
    Full(String),
    /// The request is read, then the connection is closed without a word.
    Closed,
    /// The connection is closed in the middle of the answer's body.
    Cut(String),
    /// The answer comes before the request is read.
    Unread(String),
    /// Nothing is said until the client gives up.
    Silent,
}

impl Reply {
    /// A JSON answer with `status` and extra header lines.
    pub(crate) fn json(status: u16, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::Full(format!(
            "HTTP/1.1 {status} Text\r\ncontent-type: application/json\r\nconnection: close\r\n\
             content-length: {length}\r\n{headers}\r\n{body}"
        ))
    }
}

/// Where the server listens, and the requests it got once it is done.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) url: String,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    /// Answers one connection after the other with `replies`, then stops.
    pub(crate) fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            replies.into_iter().map(|reply| serve(listener.accept().unwrap().0, &reply)).collect()
        });
        Self { url, thread }
    }

    /// The requests, as they came.
    pub(crate) fn requests(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

/// A URL where nobody listens.
pub(crate) fn refused() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn serve(mut stream: TcpStream, reply: &Reply) -> String {
    if let Reply::Unread(text) = reply {
        stream.write_all(text.as_bytes()).unwrap();
        return String::new();
    }
    let request = read(&mut stream);
    match reply {
        Reply::Full(text) => stream.write_all(text.as_bytes()).unwrap(),
        Reply::Cut(text) => {
            let head = "HTTP/1.1 201 Created\r\ncontent-length: 5000\r\n\r\n";
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(text.as_bytes()).unwrap();
        }
        Reply::Closed | Reply::Unread(_) => (),
        // Ends when the client closes its side.
        Reply::Silent => drop(stream.read_to_end(&mut Vec::new())),
    }
    request
}

fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() >= content_length(head)
        {
            return text.into_owned();
        }
        match stream.read(&mut chunk).unwrap() {
            0 => return String::from_utf8_lossy(&bytes).into_owned(),
            size => bytes.extend_from_slice(&chunk[..size]),
        }
    }
}

fn content_length(head: &str) -> usize {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().unwrap())
}
