/// Chooses, from pairs of an old and a new index, a chain that ascends on both sides and has the largest total weight.
enum HeaviestChain {
    struct Pair {
        var old: Int
        var new: Int
        var weight: Int
    }

    /// Returns the heaviest chain, in order. Of two equally heavy ones, the one found first.
    ///
    /// - Parameters:
    ///   - pairs: Weights above 0.
    ///   - newCount: A number above every new index.
    static func choose(_ pairs: [Pair], newCount: Int) -> [Pair] {
        // Pairs of one old index are in descending order of the new index, so that no two of them can be in one chain.
        let order = pairs.sorted { ($0.old, $1.new) < ($1.old, $0.new) }
        var tree = PrefixMaximum(count: newCount)
        var weights = [Int](repeating: 0, count: order.count)
        var previous = [Int](repeating: -1, count: order.count)
        var best = -1
        for index in order.indices {
            let before = tree.best(below: order[index].new)
            previous[index] = before
            weights[index] = order[index].weight + (before < 0 ? 0 : weights[before])
            tree.offer(index, weights[index], at: order[index].new)
            if best < 0 || weights[index] > weights[best] { best = index }
        }
        var chain: [Pair] = []
        while best >= 0 {
            chain.append(order[best])
            best = previous[best]
        }
        return chain.reversed()
    }

    /// A Fenwick tree of maxima.
    private struct PrefixMaximum {
        private var indices: [Int]
        private var weights: [Int]

        init(count: Int) {
            indices = [Int](repeating: -1, count: count + 1)
            weights = [Int](repeating: 0, count: count + 1)
        }

        func best(below position: Int) -> Int {
            var node = position
            var best = -1
            var weight = 0
            while node > 0 {
                if weights[node] > weight {
                    weight = weights[node]
                    best = indices[node]
                }
                node &= node - 1
            }
            return best
        }

        mutating func offer(_ index: Int, _ weight: Int, at position: Int) {
            var node = position + 1
            while node < weights.count {
                if weight > weights[node] {
                    weights[node] = weight
                    indices[node] = index
                }
                node += node & -node
            }
        }
    }
}
