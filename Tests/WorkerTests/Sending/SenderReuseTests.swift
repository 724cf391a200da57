import NIOCore
import Outbox
import Testing

@testable import Worker

struct SenderReuseTests {
    @Test func reusesAConnection() async throws {
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                for _ in 0..<5 { #expect(await sender.post(receiver.url()).status == 200) }
                #expect(receiver.log.opened == 1)
                #expect(receiver.log.requests.map(\.index) == [0, 1, 2, 3, 4])
                #expect(sender.idleConnections == 1)
            }
        }
    }

    @Test(arguments: [
        Answers.okThenClose,
        "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n",
        Answers.body(70_000),
    ])
    func doesNotReuseAConnectionThatEnds(answer: String) async throws {
        try await Receiver.run { _ in
            .send(answer)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                for _ in 0..<2 { #expect(await sender.post(receiver.url()).status == 200) }
                #expect(receiver.log.opened == 2)
                #expect(sender.idleConnections == 0)
            }
        }
    }

    @Test func doesNotReuseAConnectionThatFailed() async throws {
        try await Receiver.run { request in
            request.connection == 0 ? .hang : .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                #expect(await sender.post(receiver.url(), timeout: .milliseconds(200)).failure == .timeout)
                #expect(await sender.post(receiver.url()).status == 200)
                #expect(receiver.log.opened == 2)
            }
        }
    }

    /// Bytes after an answer, which could pass for the answer to the next request.
    @Test func closesAConnectionOnUnsolicitedBytes() async throws {
        try await Receiver.run { request in
            request.connection == 0 ? .send(Answers.ok + Answers.ok) : .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                #expect(await sender.post(receiver.url()).status == 200)
                await receiver.wait { $0.closed == 1 }
                #expect(sender.idleConnections == 0)
                #expect(await sender.post(receiver.url()).status == 200)
                #expect(receiver.log.opened == 2)
            }
        }
    }

    @Test(arguments: [Receiver.Reply.close, .reset])
    func sendsOnceMoreWhenAnIdleConnectionIsGone(end: Receiver.Reply) async throws {
        try await Receiver.run { request in
            request.connection == 0 && request.index == 1 ? end : .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                for _ in 0..<2 { #expect(await sender.post(receiver.url()).status == 200) }
                #expect(receiver.log.requests.map(\.connection) == [0, 0, 1])
            }
        }
    }

    @Test func sendsOnceMoreOnlyOnce() async throws {
        try await Receiver.run { request in
            request.connection == 0 && request.index == 0 ? .send(Answers.ok) : .close
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                #expect(await sender.post(receiver.url()).status == 200)
                #expect(await sender.post(receiver.url()).failure == .reset)
                #expect(receiver.log.requests.map(\.connection) == [0, 0, 1])
            }
        }
    }

    @Test func doesNotSendAgainAfterTheFirstByteOfAnAnswer() async throws {
        try await Receiver.run { request in
            request.index == 0 ? .send(Answers.ok) : .sendThenClose("H")
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                #expect(await sender.post(receiver.url()).status == 200)
                #expect(await sender.post(receiver.url()).failure == .reset)
                #expect(receiver.log.requests.count == 2)
            }
        }
    }

    @Test func closesWhatStaysIdle() async throws {
        var limits = SenderLimits.patient
        limits.idleTime = .milliseconds(100)
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(limits: limits) { sender in
                #expect(await sender.post(receiver.url()).status == 200)
                await receiver.wait { $0.closed == 1 }
                #expect(sender.idleConnections == 0)
            }
        }
    }

    @Test func keepsAtMostSoManyIdle() async throws {
        var limits = SenderLimits.patient
        limits.idleConnectionsPerEndpoint = 3
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(limits: limits) { sender in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<200 {
                        group.addTask { #expect(await sender.post(receiver.url()).status == 200) }
                    }
                }
                #expect((1...3).contains(sender.idleConnections))
                let open = receiver.log.opened
                await receiver.wait { $0.closed >= open - 3 }
            }
        }
    }

    @Test func shutdownClosesWhatIsIdleAndKeepsNothingAfterwards() async throws {
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                #expect(await sender.post(receiver.url()).status == 200)
                await sender.shutdown()
                #expect(sender.idleConnections == 0)
                await receiver.wait { $0.closed == 1 }
                #expect(await sender.post(receiver.url()).status == 200)
                await receiver.wait { $0.closed == 2 }
                #expect(sender.idleConnections == 0)
            }
        }
    }

    @Test func cancellationEndsAnExchangeAtOnce() async throws {
        try await Receiver.run { _ in
            .hang
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                let url = receiver.url()
                let task = Task { await sender.post(url, timeout: .seconds(60)) }
                await receiver.wait { $0.requests.count == 1 }
                let clock = ContinuousClock()
                let duration = await clock.measure {
                    task.cancel()
                    #expect(await task.value == .cancelled)
                }
                #expect(duration < .seconds(5))
                await receiver.wait { $0.closed == 1 }
            }
        }
    }

    @Test func cancellationBeforeTheStartSendsNothing() async throws {
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                #expect(await sender.post(receiver.url()).status == 200)
                let url = receiver.url()
                let task = Task {
                    while !Task.isCancelled { await Task.yield() }
                    return await sender.post(url)
                }
                task.cancel()
                #expect(await task.value == .cancelled)
                #expect(receiver.log.requests.count == 1)
            }
        }
    }
}
